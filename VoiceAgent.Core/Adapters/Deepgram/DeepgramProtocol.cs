using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
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

    /// <summary>How long the server may take to settle the last words after CloseStream.</summary>
    public static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);

    private const int MinEndpointing = 10;

    public static ReadOnlyMemory<byte> KeepAlive { get; } = """{"type":"KeepAlive"}"""u8.ToArray();

    public static ReadOnlyMemory<byte> CloseStream { get; } = """{"type":"CloseStream"}"""u8.ToArray();

    /// <summary>
    /// Path and query of the socket. Asks for punctuation but not for smart formatting, which holds a final text back while a number
    /// is being spoken.
    /// </summary>
    public static string ListenPath(SpeechToTextOptions options)
    {
        var encoding = options.Format.Encoding switch
        {
            AudioEncoding.Mulaw => "mulaw",
            AudioEncoding.Alaw => "alaw",
            _ => "linear16",
        };
        var endpointing = Math.Max(MinEndpointing, (int)options.EndpointingSilence.TotalMilliseconds);
        return $"/v1/listen?model={Uri.EscapeDataString(options.Model ?? DefaultModel)}&language={Uri.EscapeDataString(options.Language)}"
            + $"&encoding={encoding}&sample_rate={options.Format.SampleRate}&channels=1"
            + $"&interim_results=true&punctuate=true&endpointing={endpointing}&utterance_end_ms=1000&vad_events=true";
    }

    /// <summary>Reads a message; null when it is of a kind that says nothing of speech.</summary>
    public static DeepgramMessage? Parse(ReadOnlySpan<byte> text)
    {
        try
        {
            var envelope = JsonSerializer.Deserialize(text, DeepgramJson.Default.DeepgramEnvelope) ?? throw Trouble();
            return envelope.Type switch
            {
                "Results" => JsonSerializer.Deserialize(text, DeepgramJson.Default.ResultsMessage),
                "SpeechStarted" => JsonSerializer.Deserialize(text, DeepgramJson.Default.SpeechStartedMessage),
                "UtteranceEnd" => JsonSerializer.Deserialize(text, DeepgramJson.Default.UtteranceEndMessage),
                _ => null,
            };
        }
        catch (JsonException)
        {
            throw Trouble();
        }
    }

    /// <summary>The error of a refused upgrade.</summary>
    public static ProviderException Refused(RefusedResponse refusal)
    {
        var kind = refusal.Status switch
        {
            401 or 403 => ProviderErrorKind.Unauthorized,
            402 => ProviderErrorKind.QuotaExceeded,
            408 => ProviderErrorKind.Timeout,
            429 => ProviderErrorKind.RateLimited,
            >= 400 and < 500 => ProviderErrorKind.Rejected,
            >= 500 => ProviderErrorKind.Unavailable,
            _ => ProviderErrorKind.Protocol,
        };
        return new ProviderException(ProviderName.Deepgram, kind)
        {
            StatusCode = refusal.Status,
            Code = KnownCode(refusal.Body),
            RetryAfter = refusal.RetryAfter,
        };
    }

    /// <summary>The error of a close that was not asked for.</summary>
    public static ProviderException Closed(SocketClose close)
    {
        var code = KnownCode(close.Reason) ?? KnownCode(close.Reason.Replace("net0", "net-0", StringComparison.OrdinalIgnoreCase));
        var kind = close.Code is 1008 ? ProviderErrorKind.Rejected : close.Kind;
        return new ProviderException(ProviderName.Deepgram, kind) { StatusCode = close.Code, Code = code };
    }

    private static ProviderException Trouble() => new(ProviderName.Deepgram, ProviderErrorKind.Protocol);

    private static string? KnownCode(string text) =>
        Array.Find(Codes, code => text.Contains(code, StringComparison.OrdinalIgnoreCase));

    private static readonly string[] Codes =
    [
        "INVALID_AUTH", "INSUFFICIENT_PERMISSIONS", "ASR_PAYMENT_REQUIRED", "INVALID_QUERY_PARAMETER", "TOO_MANY_REQUESTS",
        "NET-0000", "NET-0001", "DATA-0000",
    ];
}
