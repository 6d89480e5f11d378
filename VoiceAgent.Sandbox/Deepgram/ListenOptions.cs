using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>The query of <c>/v1/listen</c>, checked.</summary>
internal sealed record ListenOptions
{
    private const int MaxKeyterms = 100;
    private const int MaxKeytermTokens = 500;

    private static readonly string[] Encodings =
        ["linear16", "linear32", "flac", "alaw", "mulaw", "amr-nb", "amr-wb", "opus", "ogg-opus", "speex", "g729"];

    private static readonly string[] Booleans =
        ["interim_results", "vad_events", "smart_format", "punctuate", "numerals", "profanity_filter", "dictation", "filler_words", "no_delay", "multichannel", "diarize", "mip_opt_out"];

    public required string Model { get; init; }

    /// <summary>Null when the audio is to name its own format.</summary>
    public string? Encoding { get; init; }

    public int SampleRate { get; init; }

    public int Channels { get; init; } = 1;

    public bool Multichannel { get; init; }

    public bool InterimResults { get; init; }

    /// <summary>Null when switched off.</summary>
    public TimeSpan? Endpointing { get; init; }

    /// <summary>Null when no <c>UtteranceEnd</c> is wanted, or when it lacks the interim results it needs.</summary>
    public TimeSpan? UtteranceEnd { get; init; }

    public bool VadEvents { get; init; }

    /// <summary>Whether words are written with capitals and punctuation.</summary>
    public bool Punctuate { get; init; }

    /// <summary>Whether words of several languages are heard, each told with its own.</summary>
    public bool IsMultilingual { get; init; }

    /// <summary>Whether the list of keyterms may be given, and changed by <c>Configure</c>.</summary>
    public bool TakesKeyterms => Model.StartsWith("nova-3", StringComparison.Ordinal);

    /// <summary>Null and the options when all is well.</summary>
    public static DeepgramRefusal? Read(IQueryCollection query, out ListenOptions? options)
    {
        options = null;
        foreach (var name in Booleans)
        {
            if (query[name].ToString() is not ("" or "true" or "false"))
            {
                return DeepgramRefusal.BadQuery($"{name}: provided string was not `true` or `false`");
            }
        }

        var model = query["model"].ToString() is { Length: > 0 } named ? named : "base";
        if (CheckModel(model) is { } unknown)
        {
            return unknown;
        }

        var encoding = query["encoding"].ToString();
        if (encoding.Length > 0 && !Encodings.Contains(encoding, StringComparer.Ordinal))
        {
            return DeepgramRefusal.BadQuery($"encoding: unknown variant `{encoding}`, expected one of {string.Join(", ", Encodings.Select(known => $"`{known}`"))}");
        }

        if (!Whole(query, "sample_rate", 0, out var rate) || !Whole(query, "channels", 1, out var channels)
            || !Whole(query, "utterance_end_ms", 0, out var utteranceEnd) || channels is 0)
        {
            return DeepgramRefusal.BadQuery("invalid digit found in string");
        }

        if (encoding.Length > 0 && rate is 0)
        {
            return DeepgramRefusal.BadQuery("missing field `sample_rate`");
        }

        var endpointing = 10;
        var endpointingText = query["endpointing"].ToString();
        if (endpointingText is not ("false" or "true") && !Whole(query, "endpointing", 10, out endpointing))
        {
            return DeepgramRefusal.BadQuery("endpointing: invalid digit found in string");
        }

        var interim = query["interim_results"] == "true";
        options = new ListenOptions
        {
            Model = model,
            Encoding = encoding.Length is 0 ? null : encoding,
            SampleRate = rate,
            Channels = channels,
            Multichannel = query["multichannel"] == "true",
            InterimResults = interim,
            Endpointing = endpointingText is "false" ? null : TimeSpan.FromMilliseconds(endpointing),
            UtteranceEnd = interim && utteranceEnd > 0 ? TimeSpan.FromMilliseconds(utteranceEnd) : null,
            VadEvents = query["vad_events"] == "true",
            Punctuate = query["smart_format"] == "true" || query["punctuate"] == "true",
            IsMultilingual = query["language"] == "multi",
        };
        if (options.IsMultilingual && !options.TakesKeyterms)
        {
            return DeepgramRefusal.BadQuery("language: `multi` is only available with nova-3");
        }

        return options.Multichannel && channels > 20
            ? DeepgramRefusal.BadQuery("channels: at most 20 channels")
            : CheckKeyterms(query, options);
    }

    private static DeepgramRefusal? CheckModel(string model)
    {
        if (model.StartsWith("flux", StringComparison.Ordinal))
        {
            return DeepgramRefusal.BadQuery($"model: `{model}` is not available on /v1/listen");
        }

        if (model.StartsWith("whisper", StringComparison.Ordinal))
        {
            return new DeepgramRefusal(405, "Method Not Allowed", "The model does not support streaming.");
        }

        var parts = model.Split('-');
        var known = parts[0] is "nova" or "enhanced" or "base"
            && parts.Skip(1).All(part => part is "2" or "3" or "general" or "medical" or "phonecall" or "meeting" or "finance" or "conversationalai" or "voicemail" or "video" or "drivethru" or "automotive" or "atc");
        return known ? null : DeepgramRefusal.UnknownModel;
    }

    private static DeepgramRefusal? CheckKeyterms(IQueryCollection query, ListenOptions options)
    {
        var keyterms = query["keyterm"];
        if (keyterms.Count > 0 && !options.TakesKeyterms)
        {
            return DeepgramRefusal.BadQuery("keyterm: only nova-3 models take keyterms");
        }

        var tokens = keyterms.Sum(term => 1 + ((term?.Length ?? 0) / 4));
        return keyterms.Count > MaxKeyterms || tokens > MaxKeytermTokens
            ? new DeepgramRefusal(400, "Bad Request", "Keyterm limit exceeded. The maximum number of tokens across all keyterms is 500.")
            : null;
    }

    private static bool Whole(IQueryCollection query, string name, int otherwise, out int value)
    {
        value = otherwise;
        var text = query[name].ToString();
        return text.Length is 0 || int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
