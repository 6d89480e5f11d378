namespace VoiceAgent.Core.Providers;

/// <summary>
/// A place where a provider runs its service under addresses of its own. A key belongs to one: most providers know a key only in the
/// region it was made in.
/// </summary>
/// <param name="Id">Stored with the key and part of what it is bound to: short, lower case, never changed.</param>
/// <param name="DisplayName">As users read it.</param>
/// <param name="BaseAddress">HTTPS origin of the API there.</param>
/// <param name="SocketAddress">Origin of the streaming socket where it is not <paramref name="BaseAddress"/> (as https).</param>
public sealed record ProviderRegion(string Id, string DisplayName, Uri BaseAddress, Uri? SocketAddress = null)
{
    /// <summary>In characters.</summary>
    public const int MaxIdLength = 32;
}

/// <summary>The regions besides each provider's usual place.</summary>
internal static class ProviderRegions
{
    public static IReadOnlyList<ProviderRegion> Deepgram { get; } =
    [
        new("eu", "European Union", new("https://api.eu.deepgram.com")),
        new("au", "Australia", new("https://api.au.deepgram.com")),
        new("in", "India", new("https://api.in.deepgram.com")),
    ];

    public static IReadOnlyList<ProviderRegion> Soniox { get; } =
    [
        new("eu", "European Union", new("https://api.eu.soniox.com"), new("https://stt-rt.eu.soniox.com")),
        new("jp", "Japan", new("https://api.jp.soniox.com"), new("https://stt-rt.jp.soniox.com")),
    ];

    public static IReadOnlyList<ProviderRegion> AssemblyAI { get; } =
    [
        new("us", "United States only", new("https://api.assemblyai.com"), new("https://streaming.us.assemblyai.com")),
        new("eu", "European Union only", new("https://api.eu.assemblyai.com"), new("https://streaming.eu.assemblyai.com")),
    ];

    public static IReadOnlyList<ProviderRegion> OpenAI { get; } =
    [
        new("us", "United States", new("https://us.api.openai.com")),
        new("eu", "European Union", new("https://eu.api.openai.com")),
        new("au", "Australia", new("https://au.api.openai.com")),
        new("in", "India", new("https://in.api.openai.com")),
        new("jp", "Japan", new("https://jp.api.openai.com")),
    ];

    public static IReadOnlyList<ProviderRegion> Grok { get; } =
    [
        new("us", "United States", new("https://us.api.x.ai")),
        new("us-east-1", "United States, us-east-1", new("https://us-east-1.api.x.ai")),
        new("eu-west-1", "European Union, eu-west-1", new("https://eu-west-1.api.x.ai")),
    ];

    public static IReadOnlyList<ProviderRegion> ElevenLabs { get; } =
    [
        new("us", "United States", new("https://api.us.elevenlabs.io")),
        new("eu", "European Union, data residency", new("https://api.eu.residency.elevenlabs.io")),
        new("in", "India, data residency", new("https://api.in.residency.elevenlabs.io")),
        new("sg", "Singapore, data residency", new("https://api.sg.residency.elevenlabs.io")),
    ];
}
