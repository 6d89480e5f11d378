using System.Buffers;
using System.Text.Json;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>
/// Hume's <c>POST /v0/tts/stream/json</c>: one utterance a request, the answer one JSON object a line. Pure translation, no connection.
/// </summary>
internal static class HumeProtocol
{
    public const string Path = "/v0/tts/stream/json";

    /// <summary>Rate of all audio, in hertz; it cannot be chosen.</summary>
    public const int SampleRate = 48_000;

    /// <summary>A voice of Hume's library, which every account can use.</summary>
    public const string DefaultVoice = "Ava Song";

    /// <summary>Stands before the id or name of a voice that the account has made itself.</summary>
    public const string OwnVoicePrefix = "custom:";

    private const string DefaultVersion = "2";

    public static byte[] Write(string text, VoiceSettings voice)
    {
        var version = voice.Model ?? DefaultVersion;
        var request = new HumeRequest
        {
            Utterances = [new HumeUtterance(text, VoiceOf(voice.VoiceId ?? DefaultVoice), Math.Clamp(voice.Speed, 0.5, 2))],
            Version = version,
            IncludeTimestampTypes = version == "2" ? ["word"] : null,
        };
        return JsonSerializer.SerializeToUtf8Bytes(request, HumeJson.Default.HumeRequest);
    }

    public static HumeMessage Parse(in ReadOnlySequence<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line);
            return JsonSerializer.Deserialize(ref reader, HumeJson.Default.HumeMessage) ?? throw Trouble();
        }
        catch (Exception exception) when (exception is JsonException or FormatException)
        {
            throw Trouble();
        }
    }

    public static ProviderException Trouble() => new(ProviderName.Hume, ProviderErrorKind.Protocol);

    private static HumeVoice VoiceOf(string voice)
    {
        var isOwn = voice.StartsWith(OwnVoicePrefix, StringComparison.OrdinalIgnoreCase);
        var name = isOwn ? voice[OwnVoicePrefix.Length..].Trim() : voice;
        var provider = isOwn ? "CUSTOM_VOICE" : "HUME_AI";
        return Guid.TryParse(name, out _) ? new HumeVoice(provider, Id: name) : new HumeVoice(provider, Name: name);
    }
}
