using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Hume;

/// <summary>A checked body of a synthesis.</summary>
internal sealed record HumeSpeechRequest
{
    private const int MaxText = 5000;
    private const int MaxDescription = 1000;

    private static readonly string[] Known =
    [
        "utterances", "version", "format", "instant_mode", "strip_headers", "split_utterances", "num_generations", "include_timestamp_types", "context", "temperature",
    ];

    private static readonly string[] KnownOfUtterance = ["text", "voice", "description", "speed", "trailing_silence"];

    public required IReadOnlyList<string> Utterances { get; init; }

    public bool SplitUtterances { get; init; }

    public bool HasWordTimes { get; init; }

    /// <summary>The refusal, or null and the request.</summary>
    public static HumeRefusal? Read(string body, out HumeSpeechRequest? request)
    {
        request = null;
        using var document = SandboxJson.ReadObject(body);
        if (document is null)
        {
            return HumeRefusal.NotJson;
        }

        var root = document.RootElement;
        if (Unknown(root, Known) is { } unknown)
        {
            return HumeRefusal.Field(unknown, "Extra inputs are not permitted");
        }

        if (!root.TryGetProperty("utterances", out var list) || list.ValueKind is not JsonValueKind.Array || list.GetArrayLength() is 0)
        {
            return HumeRefusal.Field("utterances", "List should have at least 1 item");
        }

        var texts = new List<string>();
        foreach (var utterance in list.EnumerateArray())
        {
            if (CheckUtterance(utterance) is { } refusal)
            {
                return refusal;
            }

            texts.Add(utterance.Text("text")!);
        }

        var bad = CheckOptions(root, hasVoice: list[0].Has("voice"));
        request = bad is not null ? null : new HumeSpeechRequest
        {
            Utterances = texts,
            SplitUtterances = !root.TryGetProperty("split_utterances", out var split) || split.ValueKind is not JsonValueKind.False,
            HasWordTimes = root.TryGetProperty("include_timestamp_types", out var types) && types.EnumerateArray().Any(type => type.ValueEquals("word")),
        };
        return bad;
    }

    private static HumeRefusal? CheckUtterance(JsonElement utterance)
    {
        if (utterance.ValueKind is not JsonValueKind.Object || Unknown(utterance, KnownOfUtterance) is not null)
        {
            return HumeRefusal.Field("utterances", "Extra inputs are not permitted");
        }

        if (string.IsNullOrWhiteSpace(utterance.Text("text")) || utterance.Text("text")!.Length > MaxText)
        {
            return HumeRefusal.Field("text", "String should have 1 to 5000 characters");
        }

        if (utterance.Text("description")?.Length > MaxDescription)
        {
            return HumeRefusal.Field("description", "String should have at most 1000 characters");
        }

        return IsBetween(utterance, "speed", 0.5, 2) && IsBetween(utterance, "trailing_silence", 0, 5)
            ? utterance.Has("voice") ? CheckVoice(utterance.GetProperty("voice")) : null
            : HumeRefusal.Field("speed", "Input should be between 0.5 and 2");
    }

    private static HumeRefusal? CheckVoice(JsonElement voice)
    {
        if (voice.ValueKind is not JsonValueKind.Object || Unknown(voice, ["id", "name", "provider"]) is not null || voice.Has("id") == voice.Has("name"))
        {
            return HumeRefusal.Field("voice", "Either id or name");
        }

        // Without a provider it is one of the account's own voices, and the sandbox's account has none.
        return voice.Text("provider") is "HUME_AI" && HumeVoices.Has(voice.Text("id"), voice.Text("name"))
            ? null
            : new HumeRefusal(404, "E0106", "Voice not found", "The voice was not found.");
    }

    private static HumeRefusal? CheckOptions(JsonElement root, bool hasVoice)
    {
        var version = root.Text("version");
        if (version is not (null or "1" or "2"))
        {
            return HumeRefusal.Field("version", "Input should be '1' or '2'");
        }

        if (version is "2" && !hasVoice)
        {
            return HumeRefusal.Field("voice", "Octave 2 requires a voice");
        }

        if (root.Flag("instant_mode") && (!hasVoice || (root.TryGetProperty("num_generations", out var count) && count.GetInt32() is not 1)))
        {
            return HumeRefusal.Field("instant_mode", "Instant mode requires a voice and one generation");
        }

        var format = root.TryGetProperty("format", out var asked) && asked.ValueKind is JsonValueKind.Object ? asked.Text("type") : "mp3";
        if (format is not "pcm")
        {
            return HumeRefusal.Field("format", "The sandbox makes pcm only");
        }

        if (!root.Has("include_timestamp_types"))
        {
            return null;
        }

        var types = root.GetProperty("include_timestamp_types");
        return version is not "1" && types.ValueKind is JsonValueKind.Array && types.EnumerateArray().All(type => type.ValueEquals("word") || type.ValueEquals("phoneme"))
            ? null
            : HumeRefusal.Field("include_timestamp_types", "Timestamps require Octave 2");
    }

    private static string? Unknown(JsonElement element, string[] known) =>
        element.EnumerateObject().Select(member => member.Name).FirstOrDefault(name => !known.Contains(name, StringComparer.Ordinal));

    private static bool IsBetween(JsonElement element, string name, double least, double most) =>
        !element.Has(name) || (element.GetProperty(name).ValueKind is JsonValueKind.Number && element.GetProperty(name).GetDouble() is var value && value >= least && value <= most);
}
