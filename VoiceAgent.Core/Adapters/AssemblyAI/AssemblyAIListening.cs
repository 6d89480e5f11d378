using System.Text.Json;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>
/// A session of AssemblyAI's streaming speech-to-text, version 3: <c>wss://streaming.assemblyai.com/v3/ws</c>. Settings are in the query,
/// audio goes out as binary messages of 50 to 1000 ms, mu-law as it is and A-law, which is not taken, as 16-bit samples. A session stands
/// with Begin and lasts three hours at most. The end of a turn may come twice, first as heard and then with punctuation.
/// </summary>
internal sealed class AssemblyAIListening(SocketRequest upgrade, SpeechToTextOptions options, AudioPosition position, TimeProvider time) : IListeningProtocol
{
    public const string EnglishModel = "universal-streaming-english";
    public const string MultilingualModel = "universal-streaming-multilingual";

    // Another session is opened so long before the end of this one, or halfway through a short one.
    private static readonly TimeSpan Reserve = TimeSpan.FromMinutes(5);

    private readonly AssemblyAITurns _turns = new(position);

    public SocketRequest Upgrade => upgrade;

    public ListeningWire Wire { get; } = new()
    {
        Format = FormatFor(options),
        Piece = TimeSpan.FromMilliseconds(60),
        PadsLastPiece = true,
        Ending = ["""{"type":"ForceEndpoint"}"""u8.ToArray(), """{"type":"Terminate"}"""u8.ToArray()],
    };

    public bool IsReady { get; private set; }

    public bool HasOpenWords => _turns.HasOpenWords;

    public bool IsFinished { get; private set; }

    public TimeSpan? RenewAfter { get; private set; }

    /// <summary>Path and query of the socket.</summary>
    public static string ListenPath(SpeechToTextOptions options)
    {
        var model = options.Model ?? (options.PrimaryLanguage is "en" ? EnglishModel : MultilingualModel);
        var encoding = FormatFor(options).Encoding is AudioEncoding.Mulaw ? "pcm_mulaw" : "pcm_s16le";
        var least = Math.Clamp((int)options.EndpointingSilence.TotalMilliseconds, 0, (int)options.MaxEndpointingSilence.TotalMilliseconds);
        return $"/v3/ws?speech_model={Uri.EscapeDataString(model)}&sample_rate={options.Format.SampleRate}&encoding={encoding}"
            + $"&min_turn_silence={least}&max_turn_silence={(int)options.MaxEndpointingSilence.TotalMilliseconds}"
            + (model.StartsWith("universal-streaming", StringComparison.Ordinal) ? "&format_turns=true" : string.Empty)
            + (model.StartsWith("universal-3", StringComparison.Ordinal) ? $"&language_codes={List([options.PrimaryLanguage])}" : string.Empty)
            + (options.Vocabulary.Count > 0 ? $"&keyterms_prompt={List(options.Vocabulary)}" : string.Empty);
    }

    public void Read(ReadOnlySpan<byte> message, List<SpeechEvent> events)
    {
        AssemblyAIMessage read;
        try
        {
            read = JsonSerializer.Deserialize(message, AssemblyAIJson.Default.AssemblyAIMessage) ?? throw AssemblyAIErrors.Unreadable();
        }
        catch (JsonException)
        {
            throw AssemblyAIErrors.Unreadable();
        }

        if (read.Error is not null)
        {
            throw AssemblyAIErrors.Told(read.ErrorCode ?? 0, read.Error);
        }

        switch (read.Type)
        {
            case "Begin":
                RenewAfter = Renewal(read.ExpiresAt);
                IsReady = true;
                break;
            case "SpeechStarted":
                events.Add(new SpeechEvent.Started(position.Of(read.Timestamp / 1000)));
                break;
            case "Turn":
                _turns.Apply(read, events);
                break;
            case "Termination":
                IsFinished = true;
                break;
            default:
                // Warnings, heartbeats and what is yet to come say nothing of speech.
                break;
        }
    }

    public void Finish(List<SpeechEvent> events) => _turns.Finish(events);

    public ProviderException Closed(SocketClose close) => AssemblyAIErrors.Told(close.Code, close.Reason);

    private static AudioFormat FormatFor(SpeechToTextOptions options) => options.Format.Encoding is AudioEncoding.Alaw
        ? options.Format with { Encoding = AudioEncoding.Linear16 }
        : options.Format;

    private static string List(IReadOnlyList<string> terms) =>
        Uri.EscapeDataString(JsonSerializer.Serialize(terms, AssemblyAIJson.Default.IReadOnlyListString));

    private TimeSpan? Renewal(double? expiresAt)
    {
        if (expiresAt is not { } seconds)
        {
            return null;
        }

        var left = TimeSpan.FromSeconds(Math.Clamp(seconds - (time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds, 0, TimeSpan.FromDays(1).TotalSeconds));
        return left > 2 * Reserve ? left - Reserve : left / 2;
    }
}
