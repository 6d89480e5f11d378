using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.AssemblyAI;

/// <summary>The query of <c>/v3/ws</c>, checked; part of it may be changed while the socket is open.</summary>
internal sealed record StreamingOptions
{
    private static readonly string[] Models =
    [
        "universal-streaming-english", "universal-streaming-multilingual", "u3-rt-pro", "whisper-rt", "universal-3-5-pro", "universal-3-6", "universal-3-6-pro",
    ];

    private static readonly string[] Known =
    [
        "speech_model", "sample_rate", "encoding", "format_turns", "end_of_turn_confidence_threshold", "min_turn_silence", "max_turn_silence",
        "min_end_of_turn_silence_when_confident", "vad_threshold", "keyterms_prompt", "prompt", "agent_context", "language_detection", "language_code",
        "language_codes", "inactivity_timeout", "speaker_labels", "max_speakers", "interruption_delay", "continuous_partials", "turn_left_pad_ms", "mode",
        "voice_focus", "voice_focus_threshold", "domain", "filter_profanity", "session_heartbeat", "acknowledge_silence", "include_partial_turns", "token",
    ];

    public required string Model { get; init; }

    public required AudioFormat Format { get; init; }

    public bool FormatTurns { get; init; }

    /// <summary>Whether turns tell their language.</summary>
    public bool DetectsLanguage { get; init; }

    public double Threshold { get; init; } = 0.4;

    public TimeSpan MinTurnSilence { get; init; }

    public TimeSpan MaxTurnSilence { get; init; }

    /// <summary>Null when a session may be idle for as long as it lasts.</summary>
    public TimeSpan? Inactivity { get; init; }

    /// <summary>The newer models, which write every turn out and tell partial text in silences only.</summary>
    public bool IsUniversal3 => Model.StartsWith("u3", StringComparison.Ordinal) || Model.StartsWith("universal-3", StringComparison.Ordinal);

    /// <summary>Null and the options when all is well, else what is wrong.</summary>
    public static string? Read(IQueryCollection query, out StreamingOptions? options)
    {
        options = null;
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return $"unknown parameter {unknown}";
        }

        var model = query["speech_model"].ToString();
        if (!Models.Contains(model, StringComparer.Ordinal))
        {
            return "speech_model must be one of " + string.Join(", ", Models);
        }

        AudioEncoding? encoding = query["encoding"].ToString() switch
        {
            "" or "pcm_s16le" => AudioEncoding.Linear16,
            "pcm_mulaw" => AudioEncoding.Mulaw,
            _ => null,
        };
        var isUniversal3 = new StreamingOptions { Model = model, Format = AudioFormat.Pcmu }.IsUniversal3;
        if (encoding is not { } known || !Number(query, "sample_rate", 16_000, 8000, 48_000, out var rate)
            || !Number(query, "min_turn_silence", isUniversal3 ? 100 : 400, 0, 60_000, out var least)
            || !Number(query, "max_turn_silence", isUniversal3 ? 1000 : 1280, 0, 60_000, out var most)
            || !Number(query, "end_of_turn_confidence_threshold", 0.4, 0, 1, out var threshold)
            || !Number(query, "inactivity_timeout", 0, 5, 3600, out var inactivity))
        {
            return "encoding, sample_rate, a threshold or a silence is out of range";
        }

        if (query["language_detection"].ToString() is not ("" or "true" or "false"))
        {
            return "language_detection must be true or false";
        }

        if (query["format_turns"].ToString() is not ("" or "true" or "false") || !IsList(query["keyterms_prompt"]) || !IsList(query["language_codes"]))
        {
            return "format_turns must be true or false, keyterms_prompt and language_codes JSON arrays of strings";
        }

        options = new StreamingOptions
        {
            Model = model,
            Format = new AudioFormat(known, (int)rate),
            FormatTurns = query["format_turns"] == "true",
            DetectsLanguage = query["language_detection"] == "true",
            Threshold = threshold,
            MinTurnSilence = TimeSpan.FromMilliseconds(least),
            MaxTurnSilence = TimeSpan.FromMilliseconds(most),
            Inactivity = inactivity > 0 ? TimeSpan.FromSeconds(inactivity) : null,
        };
        return null;
    }

    /// <summary>With what the message changes; null when one of its values cannot be.</summary>
    public StreamingOptions? With(JsonElement message)
    {
        var changed = this;
        foreach (var member in message.EnumerateObject())
        {
            var number = member.Value.ValueKind is JsonValueKind.Number ? member.Value.GetDouble() : -1;
            switch (member.Name)
            {
                case "end_of_turn_confidence_threshold" when number is >= 0 and <= 1:
                    changed = changed with { Threshold = number };
                    break;
                case "min_turn_silence" when number >= 0:
                    changed = changed with { MinTurnSilence = TimeSpan.FromMilliseconds(number) };
                    break;
                case "max_turn_silence" when number >= 0:
                    changed = changed with { MaxTurnSilence = TimeSpan.FromMilliseconds(number) };
                    break;
                case "format_turns" when member.Value.ValueKind is JsonValueKind.True or JsonValueKind.False:
                    changed = changed with { FormatTurns = member.Value.GetBoolean() };
                    break;
                case "type" or "vad_threshold" or "keyterms_prompt" or "prompt" or "agent_context" or "language_codes":
                    break;
                default:
                    return null;
            }
        }

        return changed;
    }

    private static bool IsList(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return true;
        }

        using var wrapped = SandboxJson.ReadObject($"{{\"list\":{text}}}");
        return wrapped is not null && wrapped.RootElement.GetProperty("list") is { ValueKind: JsonValueKind.Array } list
            && list.EnumerateArray().All(item => item.ValueKind is JsonValueKind.String);
    }

    private static bool Number(IQueryCollection query, string name, double otherwise, double least, double most, out double value)
    {
        value = otherwise;
        var text = query[name].ToString();
        return text.Length is 0 || (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && value >= least && value <= most);
    }
}
