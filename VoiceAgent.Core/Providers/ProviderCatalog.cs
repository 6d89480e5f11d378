using System.Collections.Frozen;

namespace VoiceAgent.Core.Providers;

/// <summary>What VoiceAgent knows of a provider before any key is stored.</summary>
public sealed record ProviderInfo
{
    public required ProviderName Name { get; init; }

    public required ProviderCategory Category { get; init; }

    /// <summary>The name as the provider writes it.</summary>
    public required string DisplayName { get; init; }

    /// <summary>Lower-case name for addresses, docs and configuration.</summary>
    public required string Slug { get; init; }

    /// <summary>Page at the provider where a key is made; null where there is no one page.</summary>
    public Uri? ConsoleUrl { get; init; }

    /// <summary>HTTPS origin of the provider's API; WebSockets use the same host unless <see cref="SocketAddress"/> says another.</summary>
    public required Uri BaseAddress { get; init; }

    /// <summary>Origin of the streaming socket where it is not <see cref="BaseAddress"/> (as https).</summary>
    public Uri? SocketAddress { get; init; }

    /// <summary>What the usual place, <see cref="BaseAddress"/>, is called beside <see cref="Regions"/>.</summary>
    public string UsualPlace { get; init; } = "Global";

    /// <summary>Places a key can belong to besides the usual one; empty where there is no choice.</summary>
    public IReadOnlyList<ProviderRegion> Regions { get; init; } = [];

    /// <summary>Beginning that this provider's keys usually have: a hint to recognise a key pasted into the wrong field, never a check.</summary>
    public string? KeyPrefix { get; init; }

    /// <summary>One line for the key's field: what a key looks like and which permission it needs.</summary>
    public required string KeyHint { get; init; }
}

/// <summary>The eight providers, and what is known without configuration of an operator's servers.</summary>
public static class ProviderCatalog
{
    private static readonly FrozenDictionary<ProviderName, ProviderInfo> ByName = new ProviderInfo[]
    {
        new()
        {
            Name = ProviderName.Deepgram, Category = ProviderCategory.SpeechToText, DisplayName = "Deepgram", Slug = "deepgram",
            ConsoleUrl = new("https://console.deepgram.com/"), BaseAddress = new("https://api.deepgram.com"),
            Regions = ProviderRegions.Deepgram,
            KeyHint = "40 letters and digits. The Member role is enough.",
        },
        new()
        {
            Name = ProviderName.Soniox, Category = ProviderCategory.SpeechToText, DisplayName = "Soniox", Slug = "soniox",
            ConsoleUrl = new("https://console.soniox.com/"), BaseAddress = new("https://api.soniox.com"),
            SocketAddress = new("https://stt-rt.soniox.com"), UsualPlace = "United States", Regions = ProviderRegions.Soniox,
            KeyHint = "Made per project in the Soniox console. The project needs a balance.",
        },
        new()
        {
            Name = ProviderName.AssemblyAI, Category = ProviderCategory.SpeechToText, DisplayName = "AssemblyAI", Slug = "assemblyai",
            ConsoleUrl = new("https://www.assemblyai.com/dashboard/api-keys"), BaseAddress = new("https://api.assemblyai.com"),
            SocketAddress = new("https://streaming.assemblyai.com"), UsualPlace = "Nearest", Regions = ProviderRegions.AssemblyAI,
            KeyHint = "32 letters and digits.",
        },
        new()
        {
            Name = ProviderName.OpenAI, Category = ProviderCategory.LanguageModel, DisplayName = "OpenAI", Slug = "openai",
            ConsoleUrl = new("https://platform.openai.com/api-keys"), BaseAddress = new("https://api.openai.com"), KeyPrefix = "sk-",
            Regions = ProviderRegions.OpenAI,
            KeyHint = "Starts with sk-. A project key with write access to model capabilities is enough.",
        },
        new()
        {
            Name = ProviderName.Grok, Category = ProviderCategory.LanguageModel, DisplayName = "Grok (xAI)", Slug = "grok",
            ConsoleUrl = new("https://console.x.ai/"), BaseAddress = new("https://api.x.ai"), KeyPrefix = "xai-",
            Regions = ProviderRegions.Grok,
            KeyHint = "Starts with xai-. The chat endpoint and one model are enough.",
        },
        new()
        {
            Name = ProviderName.ElevenLabs, Category = ProviderCategory.TextToSpeech, DisplayName = "ElevenLabs", Slug = "elevenlabs",
            ConsoleUrl = new("https://elevenlabs.io/app/settings/api-keys"), BaseAddress = new("https://api.elevenlabs.io"), KeyPrefix = "sk_",
            Regions = ProviderRegions.ElevenLabs,
            KeyHint = "Starts with sk_. The text-to-speech permission is enough; voices read lets you pick from your voices.",
        },
        new()
        {
            Name = ProviderName.Hume, Category = ProviderCategory.TextToSpeech, DisplayName = "Hume", Slug = "hume",
            ConsoleUrl = new("https://app.hume.ai/keys"), BaseAddress = new("https://api.hume.ai"),
            KeyHint = "The API key, not the secret key shown next to it.",
        },
        new()
        {
            Name = ProviderName.Telnyx, Category = ProviderCategory.Telephony, DisplayName = "Telnyx", Slug = "telnyx",
            ConsoleUrl = new("https://portal.telnyx.com/#/app/api-keys"), BaseAddress = new("https://api.telnyx.com"), KeyPrefix = "KEY",
            KeyHint = "Starts with KEY. The public key that signs webhooks is on the same page of the portal.",
        },
        new()
        {
            Name = ProviderName.Compatible, Category = ProviderCategory.LanguageModel, DisplayName = "OpenAI-compatible server", Slug = "compatible",
            BaseAddress = new("https://compatible.invalid"),
            KeyHint = "As the server's owner gives it. Leave it empty for a server that needs none.",
        },
    }.ToFrozenDictionary(provider => provider.Name);

    /// <summary>
    /// The eight providers that are there in every installation, grouped by category in the order a call uses them. What an installation
    /// offers is <see cref="ProviderEndpoints.Offered"/>.
    /// </summary>
    public static IReadOnlyList<ProviderInfo> All { get; } =
        [.. Enum.GetValues<ProviderName>().Where(name => name is not ProviderName.Compatible).Select(name => ByName[name])];

    /// <summary>The region with this id, or null when the provider has none of that name.</summary>
    public static ProviderRegion? FindRegion(ProviderName provider, string? id) =>
        ByName[provider].Regions.FirstOrDefault(region => string.Equals(region.Id, id, StringComparison.Ordinal));

    public static ProviderInfo Get(ProviderName name) => ByName[name];

    public static IEnumerable<ProviderInfo> In(ProviderCategory category) => All.Where(provider => provider.Category == category);

    public static ProviderInfo? FindBySlug(string slug) => ByName.Values.FirstOrDefault(provider => string.Equals(provider.Slug, slug, StringComparison.OrdinalIgnoreCase));

    /// <summary>The category in a sentence: "speech-to-text", "language model", "text-to-speech", "telephony".</summary>
    public static string DisplayName(ProviderCategory category) => category switch
    {
        ProviderCategory.SpeechToText => "speech-to-text",
        ProviderCategory.LanguageModel => "language model",
        ProviderCategory.TextToSpeech => "text-to-speech",
        ProviderCategory.Telephony => "telephony",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };
}
