using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Soniox;

/// <summary>The first message of the client, checked.</summary>
internal sealed record SonioxStart
{
    private const int MaxContext = 10_000;
    private const int MaxReference = 256;

    private static readonly string[] Known =
    [
        "api_key", "model", "audio_format", "sample_rate", "num_channels", "language_hints", "language_hints_strict", "enable_language_identification",
        "enable_speaker_diarization", "enable_endpoint_detection", "max_endpoint_delay_ms", "endpoint_sensitivity", "endpoint_latency_adjustment_level",
        "client_reference_id", "context", "translation",
    ];

    private static readonly string[] Models = ["stt-rt-v5", "stt-rt-v4", "stt-rt-v3", "stt-rt-preview"];
    private static readonly string[] Containers = ["auto", "aac", "aiff", "amr", "asf", "flac", "mp3", "ogg", "wav", "webm"];

    /// <summary>Null when the audio names its own format, or has one that the sandbox cannot decode.</summary>
    public AudioFormat? Format { get; init; }

    public bool DetectsEndpoints { get; init; }

    public bool IdentifiesLanguages { get; init; }

    public IReadOnlyList<string> Hints { get; init; } = [];

    public TimeSpan MaxEndpointDelay { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The legacy place of the key.</summary>
    public string? Key { get; init; }

    /// <summary>Null and the settings when all is well.</summary>
    public static SonioxError? Read(string text, out SonioxStart? start)
    {
        start = null;
        using var document = SandboxJson.ReadObject(text);
        if (document is null || document.RootElement.EnumerateObject().Any(member => !Known.Contains(member.Name, StringComparer.Ordinal)))
        {
            return SonioxError.Bad("Start request is malformed.");
        }

        var root = document.RootElement;
        if (root.Text("model") is not { } model || !Models.Contains(model, StringComparer.Ordinal))
        {
            return SonioxError.Bad("Invalid model specified.");
        }

        if (CheckFormat(root, out var format) is { } wrongFormat)
        {
            return wrongFormat;
        }

        if (CheckHints(root) is { } wrongHints)
        {
            return wrongHints;
        }

        if ((root.Text("client_reference_id")?.Length ?? 0) > MaxReference)
        {
            return SonioxError.Bad("Client reference ID is too long (max length 256)");
        }

        if (root.TryGetProperty("context", out var context) && context.GetRawText().Length > MaxContext)
        {
            return SonioxError.Bad("Context is too long (max length 10000).");
        }

        if (!IsBetween(root, "max_endpoint_delay_ms", 500, 3000) || !IsBetween(root, "endpoint_sensitivity", -1, 1)
            || !IsBetween(root, "endpoint_latency_adjustment_level", 0, 3)
            || (model is not "stt-rt-v5" && (root.Has("endpoint_sensitivity") || root.Has("endpoint_latency_adjustment_level"))))
        {
            return SonioxError.Bad("Start request is malformed.");
        }

        start = new SonioxStart
        {
            Format = format,
            DetectsEndpoints = root.Flag("enable_endpoint_detection"),
            IdentifiesLanguages = root.Flag("enable_language_identification"),
            Hints = root.TryGetProperty("language_hints", out var hints) && hints.ValueKind is JsonValueKind.Array ? [.. hints.EnumerateArray().Select(hint => hint.GetString() ?? string.Empty)] : [],
            MaxEndpointDelay = TimeSpan.FromMilliseconds(root.Has("max_endpoint_delay_ms") ? root.GetProperty("max_endpoint_delay_ms").GetDouble() : 2000),
            Key = root.Text("api_key"),
        };
        return null;
    }

    private static SonioxError? CheckFormat(JsonElement root, out AudioFormat? format)
    {
        format = null;
        var name = root.Text("audio_format");
        if (name is null)
        {
            return SonioxError.Bad("Missing audio format.");
        }

        if (Containers.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        AudioEncoding? encoding = name switch
        {
            "mulaw" => AudioEncoding.Mulaw,
            "alaw" => AudioEncoding.Alaw,
            "pcm_s16le" or "s16le" => AudioEncoding.Linear16,
            _ => null,
        };
        if (encoding is null && !name.StartsWith("pcm_", StringComparison.Ordinal))
        {
            return SonioxError.Bad("Invalid audio data format: " + name);
        }

        if (!root.Has("sample_rate") || !root.Has("num_channels") || !IsBetween(root, "sample_rate", 1, 192_000) || !IsBetween(root, "num_channels", 1, 16))
        {
            return SonioxError.Bad("Audio data channels and sample rate must be specified for PCM formats");
        }

        format = encoding is { } known ? new AudioFormat(known, (int)root.GetProperty("sample_rate").GetDouble()) : null;
        return null;
    }

    private static SonioxError? CheckHints(JsonElement root)
    {
        if (!root.TryGetProperty("language_hints", out var hints) || hints.ValueKind is JsonValueKind.Null)
        {
            return null;
        }

        if (hints.ValueKind is not JsonValueKind.Array
            || hints.EnumerateArray().Any(hint => hint.ValueKind is not JsonValueKind.String || hint.GetString() is not { Length: 2 } code || !code.All(char.IsAsciiLetterLower)))
        {
            return SonioxError.Bad("Invalid language hint.");
        }

        var codes = hints.EnumerateArray().Select(hint => hint.GetString()).ToArray();
        return codes.Distinct().Count() == codes.Length ? null : SonioxError.Bad("Language hints must be unique.");
    }

    private static bool IsBetween(JsonElement root, string name, double least, double most) =>
        !root.Has(name) || (root.GetProperty(name) is { ValueKind: JsonValueKind.Number } number && number.GetDouble() >= least && number.GetDouble() <= most);
}
