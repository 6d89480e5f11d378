using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>A recognised word; times in seconds from the first audio byte.</summary>
/// <param name="Written">With capitals and punctuation.</param>
internal readonly record struct ListenWord(string Written, double Start, double End)
{
    /// <summary>In small letters, without the punctuation around it.</summary>
    public string Plain => Wording.Plain(Written);
}

/// <summary>What a result covers and what it is.</summary>
internal readonly record struct ResultRange(double Start, double End, bool IsFinal, bool SpeechFinal, bool FromFinalize);

/// <summary>The server's text messages and close reasons of <c>/v1/listen</c>.</summary>
internal static class DeepgramMessages
{
    public const string Net0000 = "Deepgram did not provide a response message within the timeout window. See https://dpgr.am/net0000";

    public const string Net0001 = "Deepgram did not receive audio data or a text message within the timeout window. See https://dpgr.am/net0001";

    public const string Data0000 = "DATA-0000: The payload cannot be decoded as audio. See https://dpgr.am/data0000";

    private const string ModelId = "40bd3654-e622-47c4-a111-63a61b23bd5f";

    public static string Results(Guid request, ListenOptions options, int channel, int channels, ResultRange range, IReadOnlyList<ListenWord> words)
    {
        var language = options.IsMultilingual && words.Count > 0 ? LanguageEar.Of(string.Join(' ', words.Select(word => word.Plain)), []) : null;
        var alternative = new Dictionary<string, object>
        {
            ["transcript"] = string.Join(' ', words.Select(word => options.Punctuate ? word.Written : word.Plain)),
            ["confidence"] = words.Count is 0 ? 0 : Math.Round(words.Average(Confidence), 6),
            ["words"] = words.Select(word => Word(word, options.Punctuate, language)).ToArray(),
        };
        if (language is not null)
        {
            alternative["languages"] = new[] { language };
        }

        return SandboxJson.Write(new
        {
            type = "Results",
            channel_index = new[] { channel, channels },
            duration = Round(range.End - range.Start),
            start = Round(range.Start),
            is_final = range.IsFinal,
            speech_final = range.SpeechFinal,
            channel = new
            {
                alternatives = new[] { alternative },
            },
            metadata = new
            {
                request_id = request,
                model_info = new { name = "general-" + options.Model, version = "2025-04-17.21547", arch = options.Model },
                model_uuid = ModelId,
            },
            from_finalize = range.FromFinalize,
        });
    }

    public static string SpeechStarted(int channel, int channels, double at) =>
        SandboxJson.Write(new { type = "SpeechStarted", channel = new[] { channel, channels }, timestamp = Round(at) });

    public static string UtteranceEnd(int channel, int channels, double lastWordEnd) =>
        SandboxJson.Write(new { type = "UtteranceEnd", channel = new[] { channel, channels }, last_word_end = Round(lastWordEnd) });

    public static string Metadata(Guid request, DateTimeOffset created, double duration, int channels) => SandboxJson.Write(new
    {
        type = "Metadata",
        transaction_key = "deprecated",
        request_id = request,
        sha256 = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        created = created.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'"),
        duration = Round(duration),
        channels,
    });

    public static string ConfigureSuccess(Guid request, IReadOnlyList<string?>? keyterms) => keyterms is null
        ? SandboxJson.Write(new { type = "ConfigureSuccess", request_id = request })
        : SandboxJson.Write(new { type = "ConfigureSuccess", request_id = request, keyterms });

    public static string KeytermsNotSupported() =>
        SandboxJson.Write(new { type = "Error", code = "KeytermsNotSupported", description = "The model does not take keyterms." });

    private static Dictionary<string, object> Word(ListenWord word, bool punctuate, string? language)
    {
        var shown = new Dictionary<string, object>
        {
            ["word"] = word.Plain,
            ["start"] = Round(word.Start),
            ["end"] = Round(word.End),
            ["confidence"] = Confidence(word),
        };
        if (punctuate)
        {
            shown["punctuated_word"] = word.Written;
        }

        if (language is not null)
        {
            shown["language"] = language;
        }

        return shown;
    }

    private static double Confidence(ListenWord word) => Wording.Confidence(word.Written);

    private static double Round(double seconds) => Math.Round(seconds, 3);
}
