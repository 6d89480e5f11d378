using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Deepgram.Flux;

/// <summary>When a turn is over; may be changed while the socket is open.</summary>
internal sealed record FluxThresholds(double EndOfTurn, double? Eager, TimeSpan Timeout)
{
    public static FluxThresholds Default { get; } = new(0.7, null, TimeSpan.FromSeconds(5));

    public object Shown => Eager is { } eager
        ? new { eot_threshold = EndOfTurn, eager_eot_threshold = eager, eot_timeout_ms = (int)Timeout.TotalMilliseconds }
        : new { eot_threshold = EndOfTurn, eot_timeout_ms = (int)Timeout.TotalMilliseconds };

    /// <summary>With what was given; null when one of the values is out of its range.</summary>
    public FluxThresholds? With(double? endOfTurn, double? eager, double? timeoutMilliseconds) =>
        endOfTurn is < 0.5 or > 1 || eager is < 0.3 or > 0.9 || timeoutMilliseconds is < 500 or > 60_000
            ? null
            : new FluxThresholds(endOfTurn ?? EndOfTurn, eager ?? Eager, timeoutMilliseconds is { } limit ? TimeSpan.FromMilliseconds(limit) : Timeout);
}

/// <summary>The query of <c>/v2/listen</c>, checked.</summary>
internal sealed record FluxOptions
{
    private static readonly string[] Known =
    [
        "model", "encoding", "sample_rate", "eot_threshold", "eager_eot_threshold", "eot_timeout_ms", "keyterm", "language_hint",
        "profanity_filter", "numerals", "redact", "mip_opt_out", "tag",
    ];

    private static readonly string[] Encodings = ["linear16", "linear32", "mulaw", "alaw", "opus", "ogg-opus"];
    private static readonly string[] Rates = ["8000", "16000", "24000", "44100", "48000"];

    public required string Model { get; init; }

    /// <summary>Null when the audio is to name its own format, or has one that the sandbox cannot decode.</summary>
    public AudioFormat? Format { get; init; }

    public required FluxThresholds Thresholds { get; init; }

    public required IReadOnlyList<string> Hints { get; init; }

    public bool IsMultilingual => Model is "flux-general-multi";

    /// <summary>Null and the options when all is well.</summary>
    public static DeepgramRefusal? Read(IQueryCollection query, out FluxOptions? options)
    {
        options = null;
        if (query.Keys.FirstOrDefault(name => !Known.Contains(name, StringComparer.Ordinal)) is { } unknown)
        {
            return DeepgramRefusal.BadQuery($"unknown field `{unknown}`");
        }

        var model = query["model"].ToString();
        if (model is not ("flux-general-en" or "flux-general-multi"))
        {
            return model.Length is 0 ? DeepgramRefusal.BadQuery("missing field `model`") : DeepgramRefusal.UnknownModel;
        }

        var encoding = query["encoding"].ToString();
        var rate = query["sample_rate"].ToString();
        if (encoding.Length > 0 && (!Encodings.Contains(encoding, StringComparer.Ordinal) || !Rates.Contains(rate, StringComparer.Ordinal)))
        {
            return DeepgramRefusal.BadQuery("encoding: unknown variant, or sample_rate not one of 8000, 16000, 24000, 44100, 48000");
        }

        if (!Number(query, "eot_threshold", out var endOfTurn) || !Number(query, "eager_eot_threshold", out var eager) || !Number(query, "eot_timeout_ms", out var timeout)
            || FluxThresholds.Default.With(endOfTurn, eager, timeout) is not { } thresholds)
        {
            return DeepgramRefusal.BadQuery("a threshold is out of range");
        }

        if (query["keyterm"].Any(term => term is null or { Length: 0 or > 100 }) || (query.ContainsKey("language_hint") && model is "flux-general-en"))
        {
            return DeepgramRefusal.BadQuery("keyterm longer than 100 characters, or language_hint with an English model");
        }

        options = new FluxOptions
        {
            Model = model,
            Format = FormatOf(encoding, rate),
            Thresholds = thresholds,
            Hints = [.. query["language_hint"].OfType<string>()],
        };
        return null;
    }

    /// <summary>A number that a message may hold; false when it is something else.</summary>
    public static bool Number(JsonElement message, string name, out double? value)
    {
        value = null;
        if (!message.TryGetProperty(name, out var member) || member.ValueKind is JsonValueKind.Null)
        {
            return true;
        }

        var isNumber = member.ValueKind is JsonValueKind.Number;
        value = isNumber ? member.GetDouble() : null;
        return isNumber;
    }

    private static AudioFormat? FormatOf(string encoding, string rate)
    {
        AudioEncoding? known = encoding switch
        {
            "mulaw" => AudioEncoding.Mulaw,
            "alaw" => AudioEncoding.Alaw,
            "linear16" => AudioEncoding.Linear16,
            _ => null,
        };
        return known is { } decodable ? new AudioFormat(decodable, int.Parse(rate, CultureInfo.InvariantCulture)) : null;
    }

    private static bool Number(IQueryCollection query, string name, out double? value)
    {
        value = null;
        var text = query[name].ToString();
        if (text.Length is 0)
        {
            return true;
        }

        var isNumber = double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        value = isNumber ? number : null;
        return isNumber;
    }
}
