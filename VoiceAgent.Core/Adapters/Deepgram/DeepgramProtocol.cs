using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>
/// Deepgram's streaming speech-to-text, version 1: <c>wss://api.deepgram.com/v1/listen</c>. Audio goes out as binary messages, never
/// empty ones (an empty message ends the stream); control messages and everything that comes back are JSON text. Ten seconds without
/// audio or KeepAlive close the socket. Pure translation, no connection.
/// </summary>
internal static class DeepgramProtocol
{
    public const string DefaultModel = "nova-3";

    /// <summary>Sent when no audio has gone out for this long; the server closes after ten seconds.</summary>
    public static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(4);

    private const int MinEndpointing = 10;

    // Follows a speaker from one language to another; only nova-3 can.
    private const string SeveralLanguages = "multi";

    public static ReadOnlyMemory<byte> KeepAlive { get; } = """{"type":"KeepAlive"}"""u8.ToArray();

    public static ReadOnlyMemory<byte> CloseStream { get; } = """{"type":"CloseStream"}"""u8.ToArray();

    /// <summary>
    /// Path and query of the socket. Asks for punctuation but not for smart formatting, which holds a final text back while a number
    /// is being spoken.
    /// </summary>
    public static string ListenPath(SpeechToTextOptions options)
    {
        var model = options.Model ?? DefaultModel;
        var endpointing = Math.Max(MinEndpointing, (int)options.EndpointingSilence.TotalMilliseconds);
        var takesMany = model.StartsWith("nova-3", StringComparison.Ordinal);
        var language = options.IsMultilingual && takesMany ? SeveralLanguages : options.Language;
        return $"/v1/listen?model={Uri.EscapeDataString(model)}&language={Uri.EscapeDataString(language)}"
            + $"&encoding={Encoding(options.Format)}&sample_rate={options.Format.SampleRate}&channels=1"
            + $"&interim_results=true&punctuate=true&endpointing={endpointing}&utterance_end_ms=1000&vad_events=true"
            + Terms(takesMany ? "keyterm" : "keywords", options.Vocabulary);
    }

    /// <summary>How the vendor calls the encoding, in both versions.</summary>
    public static string Encoding(AudioFormat format) => format.Encoding switch
    {
        AudioEncoding.Mulaw => "mulaw",
        AudioEncoding.Alaw => "alaw",
        _ => "linear16",
    };

    /// <summary>A parameter once for each term.</summary>
    public static string Terms(string parameter, IEnumerable<string> terms) =>
        string.Concat(terms.Select(term => $"&{parameter}={Uri.EscapeDataString(term)}"));

    /// <summary>Reads a message; null when it is of a kind that says nothing of speech.</summary>
    public static DeepgramMessage? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            return DeepgramReader.Read(text);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            throw DeepgramErrors.Unreadable();
        }
    }
}
