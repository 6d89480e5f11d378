namespace VoiceAgent.Core.Providers.Choices;

/// <summary>A list to choose from, and how far it can be trusted.</summary>
/// <param name="Choices">In the provider's order.</param>
public sealed record ChoiceListing(IReadOnlyList<ProviderChoice> Choices)
{
    /// <summary>Nothing to choose from.</summary>
    public static ChoiceListing Empty { get; } = new([]);

    /// <summary>Why the provider did not give its list just now; null when it did, or was not asked for want of a usable key.</summary>
    public ProviderErrorKind? Trouble { get; init; }

    /// <summary>When the provider gave this list, while it does not give another; null for a list of now, and for one that is known here only.</summary>
    public DateTimeOffset? RememberedFrom { get; init; }
}
