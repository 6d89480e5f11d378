namespace VoiceAgent.Core.Providers.Choices;

/// <summary>What a provider lets its user choose.</summary>
public enum ChoiceKind
{
    Model,
    Voice,
    Language,
}

/// <summary>One thing to choose.</summary>
/// <param name="Id">As an agent stores it.</param>
/// <param name="Label">As the user reads it; may equal the id.</param>
public sealed record ProviderChoice(string Id, string Label)
{
    /// <summary>A choice that is called by its id.</summary>
    public static ProviderChoice Named(string id) => new(id, id);
}
