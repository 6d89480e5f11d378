using System.Text.Json;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// ElevenLabs' stream-input socket: <c>wss://api.elevenlabs.io/v1/text-to-speech/{voice_id}/stream-input</c>. Text goes out in JSON
/// messages, audio comes back as base64 in JSON messages; voice, model and format are fixed by the address. With auto_mode every
/// message is spoken at once, so each has to be a whole sentence or phrase. Pure translation, no connection.
/// </summary>
internal static class ElevenLabsProtocol
{
    public const string DefaultModel = "eleven_flash_v2_5";

    /// <summary>"Rachel", one of ElevenLabs' premade voices, which every account can use.</summary>
    public const string DefaultVoiceId = "21m00Tcm4TlvDq8ikWAM";

    private const double MinSpeed = 0.7;
    private const double MaxSpeed = 1.2;

    /// <summary>Path and query of the socket. The socket may wait for text for three minutes, the longest the provider allows.</summary>
    public static string StreamInputPath(VoiceSettings voice) => SocketPath(voice, "stream-input");

    /// <summary>Path and query of the socket for several utterances; each context may wait for text for three minutes.</summary>
    public static string MultiStreamInputPath(VoiceSettings voice) => SocketPath(voice, "multi-stream-input");

    private static string SocketPath(VoiceSettings voice, string socket)
    {
        var model = voice.Model ?? DefaultModel;
        var path = $"/v1/text-to-speech/{Uri.EscapeDataString(voice.VoiceId ?? DefaultVoiceId)}/{socket}"
            + $"?model_id={Uri.EscapeDataString(model)}&output_format={OutputFormat(voice.Format)}&auto_mode=true&inactivity_timeout=180";
        return model.EndsWith("_v2_5", StringComparison.Ordinal) ? $"{path}&language_code={Uri.EscapeDataString(LanguageCode(voice.Language))}" : path;
    }

    /// <summary>The first message: one space, and how to speak.</summary>
    public static byte[] Begin(VoiceSettings voice) =>
        Write(new StreamInputText(" ", new StreamInputVoiceSettings(0.5, 0.75, Math.Clamp(voice.Speed, MinSpeed, MaxSpeed))));

    /// <summary>A piece of text to be spoken; it must not be blank, for the empty text ends the input.</summary>
    public static byte[] Speak(string piece) => Write(new StreamInputText(piece.Trim() + " "));

    /// <summary>The last message: no more text comes.</summary>
    public static byte[] End() => Write(new StreamInputText(string.Empty));

    /// <summary>Makes a context, in which the following text is spoken; only here can be told how.</summary>
    public static byte[] BeginContext(VoiceSettings voice, string context) => Write(
        new StreamInputText(" ", new StreamInputVoiceSettings(0.5, 0.75, Math.Clamp(voice.Speed, MinSpeed, MaxSpeed))) { ContextId = context });

    /// <summary>A piece of text to be spoken in a context.</summary>
    public static byte[] SpeakInContext(string piece, string context) => Write(new StreamInputText(piece.Trim() + " ") { ContextId = context });

    /// <summary>Whatever text of a context still waits is spoken now.</summary>
    public static byte[] FlushContext(string context) => Write(new StreamInputText(Text: null) { ContextId = context, Flush = true });

    /// <summary>Ends a context: what was not generated yet never will be, and its final message follows.</summary>
    public static byte[] CloseContext(string context) => Write(new StreamInputText(Text: null) { ContextId = context, CloseContext = true });

    /// <summary>Keeps a socket for several utterances open while nobody speaks; its default context, which it makes, never gets any text.</summary>
    public static byte[] KeepAlive() => Write(new StreamInputText(string.Empty));

    /// <summary>Reads a message with a reader of its own, so that it can be kept.</summary>
    public static StreamInputMessage Parse(ReadOnlySpan<byte> text) => Parse(text, new StreamInputReader());

    /// <summary>Reads a message, valid until the reader's next one.</summary>
    public static StreamInputMessage Parse(ReadOnlySpan<byte> text, StreamInputReader reader)
    {
        try
        {
            return reader.Read(text);
        }
        catch (Exception malformed) when (malformed is JsonException or FormatException or InvalidOperationException)
        {
            throw Trouble();
        }
    }

    private static string OutputFormat(AudioFormat format) => format switch
    {
        { Encoding: AudioEncoding.Mulaw, SampleRate: 8000 } => "ulaw_8000",
        { Encoding: AudioEncoding.Alaw, SampleRate: 8000 } => "alaw_8000",
        { Encoding: AudioEncoding.Linear16, SampleRate: 8000 or 16000 or 22050 or 24000 or 32000 or 44100 or 48000 } => $"pcm_{format.SampleRate}",
        _ => throw new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Rejected),
    };

    // The provider takes ISO 639-1: en-US is en.
    private static string LanguageCode(string language) => language.Split('-')[0];

    private static byte[] Write(StreamInputText message) =>
        JsonSerializer.SerializeToUtf8Bytes(message, ElevenLabsClientJson.Default.StreamInputText);

    private static ProviderException Trouble() => new(ProviderName.ElevenLabs, ProviderErrorKind.Protocol);
}
