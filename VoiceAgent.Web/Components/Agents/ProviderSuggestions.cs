using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>What the free-text fields offer. Any other name may be typed: providers change their lists faster than this one.</summary>
public static class ProviderSuggestions
{
    private static readonly IReadOnlyList<string> OpenAI = ["gpt-4.1-mini", "gpt-4.1", "gpt-4.1-nano", "gpt-4o-mini", "gpt-4o", "gpt-5.4-mini", "gpt-6-luna"];
    private static readonly IReadOnlyList<string> Grok = ["grok-4.20-non-reasoning", "grok-4.3"];
    private static readonly IReadOnlyList<string> Hume = ["Ava Song"];

    /// <summary>Models that answer fast enough for a live call; those of every provider while none is chosen.</summary>
    public static IReadOnlyList<string> Models(ProviderName? provider) => provider switch
    {
        ProviderName.OpenAI => OpenAI,
        ProviderName.Grok => Grok,
        _ => [.. OpenAI, .. Grok],
    };

    /// <summary>Voices that every account of the provider has.</summary>
    public static IReadOnlyList<string> Voices(ProviderName? provider) => provider is ProviderName.Hume ? Hume : [];
}
