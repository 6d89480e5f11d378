using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Agents.Voices;

/// <summary>A further language, while it is edited.</summary>
public sealed class LanguageRow
{
    public string? Tag { get; set; }

    /// <summary>The voice at every provider of text-to-speech.</summary>
    public IReadOnlyDictionary<ProviderName, PickDraft> Voices { get; private init; } = Drafts(ProviderPicks.None);

    public bool IsBlank => string.IsNullOrWhiteSpace(Tag) && Voices.Values.All(voice => string.IsNullOrWhiteSpace(voice.VoiceId));

    public static LanguageRow From(AgentLanguage language)
    {
        ArgumentNullException.ThrowIfNull(language);
        return new LanguageRow { Tag = language.Tag, Voices = Drafts(language.Voices) };
    }

    public AgentLanguage ToLanguage() => new() { Tag = (Tag ?? string.Empty).Trim(), Voices = [.. Voices.Values.Select(voice => voice.ToPick())] };

    private static Dictionary<ProviderName, PickDraft> Drafts(ProviderPicks voices) =>
        ProviderCatalog.In(ProviderCategory.TextToSpeech).ToDictionary(provider => provider.Name, provider => PickDraft.From(voices.Of(provider.Name)));
}
