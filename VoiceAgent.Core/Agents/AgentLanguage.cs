namespace VoiceAgent.Core.Agents;

/// <summary>A language that an agent changes to when the caller speaks it.</summary>
public sealed record AgentLanguage
{
    /// <summary>BCP 47 tag, such as <c>de-DE</c>.</summary>
    public required string Tag { get; init; }

    /// <summary>Voices for it; where a provider has none here, the agent's usual voice speaks it.</summary>
    public ProviderPicks Voices { get; init; } = ProviderPicks.None;

    /// <summary>The language of a tag without script and region, in small letters: <c>en</c> of <c>en-US</c>.</summary>
    public static string Primary(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Split('-')[0].ToLowerInvariant();
    }
}
