using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary>
/// A session of Soniox's real-time speech-to-text: <c>wss://stt-rt.soniox.com/transcribe-websocket</c>. The key goes with the upgrade, the
/// settings in the first text message, audio as binary messages, an empty message ends it. Words come as pieces: each final piece once,
/// then the whole list of those that may still change. <c>&lt;end&gt;</c> marks the end of an utterance. Twenty seconds without audio or
/// keepalive end a session, and 300 minutes do.
/// </summary>
internal sealed class SonioxListening(SocketRequest upgrade, SpeechToTextOptions options, AudioPosition position) : IListeningProtocol
{
    public const string Path = "/transcribe-websocket";
    public const string DefaultModel = "stt-rt-v5";

    private const string EndOfUtterance = "<end>";
    private const string Finalized = "<fin>";
    private const int LeastDelay = 500;
    private const int MostDelay = 3000;

    // These do not know the longest delay of the endpoint.
    private static readonly string[] OldModels = ["stt-rt-preview", "stt-rt-v2", "stt-rt-v3"];

    private readonly StringBuilder _settled = new();
    private readonly StringBuilder _open = new();
    private string _shown = string.Empty;
    private TimeSpan _lastWordEnd;
    private TimeSpan? _settledTo;
    private volatile bool _hasOpenWords;

    public SocketRequest Upgrade => upgrade;

    public ListeningWire Wire { get; } = new()
    {
        Format = options.Format,
        Start = JsonSerializer.SerializeToUtf8Bytes(StartMessage(options), SonioxJson.Default.SonioxStart),
        KeepAlive = """{"type":"keepalive"}"""u8.ToArray(),
        KeepAliveAfter = TimeSpan.FromSeconds(5),
        Ending = [ReadOnlyMemory<byte>.Empty],

        // "No audio received" is an error there.
        EndsWithoutAudio = false,
    };

    public bool IsReady => true;

    public bool HasOpenWords => _hasOpenWords;

    public bool IsFinished { get; private set; }

    public TimeSpan? RenewAfter { get; } = TimeSpan.FromMinutes(290);

    public static SonioxStart StartMessage(SpeechToTextOptions options)
    {
        var model = options.Model ?? DefaultModel;
        return new SonioxStart
        {
            Model = model,
            AudioFormat = options.Format.Encoding switch
            {
                AudioEncoding.Mulaw => "mulaw",
                AudioEncoding.Alaw => "alaw",
                _ => "pcm_s16le",
            },
            SampleRate = options.Format.SampleRate,
            LanguageHints = HintsOf(options.PrimaryLanguage),
            MaxEndpointDelayMs = Array.Exists(OldModels, old => model.StartsWith(old, StringComparison.Ordinal))
                ? null
                : Math.Clamp((int)options.MaxEndpointingSilence.TotalMilliseconds, LeastDelay, MostDelay),
            Context = options.Vocabulary.Count > 0 ? new SonioxContext(options.Vocabulary) : null,
        };
    }

    public void Read(ReadOnlySpan<byte> message, List<SpeechEvent> events)
    {
        SonioxMessage read;
        try
        {
            read = JsonSerializer.Deserialize(message, SonioxJson.Default.SonioxMessage) ?? throw SonioxErrors.Unreadable();
        }
        catch (JsonException)
        {
            throw SonioxErrors.Unreadable();
        }

        if (read.ErrorCode is not null || read.ErrorType is not null)
        {
            throw SonioxErrors.Told(read.ErrorCode, read.ErrorType);
        }

        _settledTo = read.FinalAudioProcMs > 0 ? position.Of(read.FinalAudioProcMs / 1000) : null;
        _open.Clear();
        foreach (var token in read.Tokens ?? [])
        {
            Apply(token, events);
        }

        Show(events);
        IsFinished |= read.Finished;
    }

    public void Finish(List<SpeechEvent> events)
    {
        _settledTo = null;
        _settled.Append(_open);
        Settle(isEnd: false, events);
    }

    public ProviderException Closed(SocketClose close) => new(ProviderName.Soniox, close.Kind) { StatusCode = close.Code };

    // Only codes of two letters are taken; Norwegian is one language there.
    private static IReadOnlyList<string> HintsOf(string language) => language switch
    {
        "nb" or "nn" => ["no"],
        { Length: 2 } => [language],
        _ => [],
    };

    private void Apply(SonioxToken token, List<SpeechEvent> events)
    {
        switch (token.Text)
        {
            case EndOfUtterance:
                Settle(isEnd: true, events);
                break;
            case Finalized:
                Settle(isEnd: false, events);
                break;
            default:
                (token.IsFinal ? _settled : _open).Append(token.Text);
                _lastWordEnd = token.EndMs > 0 ? position.Of(token.EndMs / 1000) : _lastWordEnd;
                break;
        }
    }

    private void Show(List<SpeechEvent> events)
    {
        var text = string.Concat(_settled.ToString(), _open.ToString()).Trim();
        _hasOpenWords = text.Length > 0;
        if (text.Length > 0 && text != _shown)
        {
            events.Add(new SpeechEvent.Interim(text));
        }

        _shown = text;
    }

    private void Settle(bool isEnd, List<SpeechEvent> events)
    {
        var text = _settled.ToString().Trim();
        if (text.Length > 0)
        {
            events.Add(new SpeechEvent.Final(text, isEnd) { EndOfTurn = isEnd, SettledTo = _settledTo });
        }
        else if (isEnd && _shown.Length > 0)
        {
            events.Add(new SpeechEvent.Ended(_lastWordEnd));
        }

        _settled.Clear();
        _open.Clear();
        _shown = string.Empty;
        _hasOpenWords = false;
    }
}
