using System.Text.Json;
using VoiceAgent.Core.Adapters.Listening;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>
/// A session of Deepgram's speech-to-text, version 2: <c>wss://api.deepgram.com/v2/listen</c>, the flux models, which judge from what is
/// said whether a turn is over. Audio goes out in pieces of 80 ms; there is no KeepAlive message (it would end the session), the socket's
/// pings do. While a turn is open audio must not stop, or its end never comes. A turn that is open when the audio ends gets no end of its
/// own: its last text is its words.
/// </summary>
internal sealed class FluxListening(SocketRequest upgrade, SpeechToTextOptions options, AudioPosition position) : IListeningProtocol
{
    public const string DefaultModel = "flux-general-en";
    public const string MultilingualModel = "flux-general-multi";

    private const double EagerThreshold = 0.4;

    private static readonly TimeSpan LeastTimeout = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan MostTimeout = TimeSpan.FromSeconds(10);

    private string _text = string.Empty;
    private volatile bool _isOpen;

    public SocketRequest Upgrade => upgrade;

    public ListeningWire Wire { get; } = new()
    {
        Format = options.Format,
        Piece = TimeSpan.FromMilliseconds(80),
        Ending = [DeepgramProtocol.CloseStream],
    };

    public bool IsReady => true;

    public bool HasOpenWords => _isOpen;

    /// <summary>Only the close tells the end.</summary>
    public bool IsFinished => false;

    public TimeSpan? RenewAfter => null;

    public static bool Serves(string? model) => model?.StartsWith("flux", StringComparison.OrdinalIgnoreCase) is true;

    /// <summary>Path and query of the socket. A language other than English takes the multilingual model, with the language as a hint.</summary>
    public static string ListenPath(SpeechToTextOptions options)
    {
        var isEnglish = options.PrimaryLanguage is "en";
        var wanted = options.Model ?? DefaultModel;
        var model = wanted is DefaultModel && !isEnglish ? MultilingualModel : wanted;
        var timeout = options.MaxEndpointingSilence < LeastTimeout ? LeastTimeout
            : options.MaxEndpointingSilence > MostTimeout ? MostTimeout : options.MaxEndpointingSilence;
        return $"/v2/listen?model={Uri.EscapeDataString(model)}&encoding={DeepgramProtocol.Encoding(options.Format)}&sample_rate={options.Format.SampleRate}"
            + $"&eot_timeout_ms={(int)timeout.TotalMilliseconds}"
            + (options.EagerEndOfTurn ? FormattableString.Invariant($"&eager_eot_threshold={EagerThreshold}") : string.Empty)
            + (model.EndsWith("-multi", StringComparison.Ordinal) ? $"&language_hint={Uri.EscapeDataString(options.PrimaryLanguage)}" : string.Empty)
            + DeepgramProtocol.Terms("keyterm", options.Vocabulary);
    }

    public void Read(ReadOnlySpan<byte> message, List<SpeechEvent> events)
    {
        FluxMessage read;
        try
        {
            read = JsonSerializer.Deserialize(message, FluxJson.Default.FluxMessage) ?? throw DeepgramErrors.Unreadable();
        }
        catch (JsonException)
        {
            throw DeepgramErrors.Unreadable();
        }

        switch (read.Type)
        {
            case "TurnInfo":
                Apply(read, events);
                break;
            case "Error":
                throw DeepgramErrors.Told(read.Code);
            default:
                // Connected, ConfigureSuccess and what is yet to come say nothing of speech.
                break;
        }
    }

    public void Finish(List<SpeechEvent> events)
    {
        if (_text.Length > 0)
        {
            events.Add(new SpeechEvent.Final(_text, EndOfSpeech: false));
        }

        Close();
    }

    public ProviderException Closed(SocketClose close) => DeepgramErrors.Closed(close);

    private void Apply(FluxMessage turn, List<SpeechEvent> events)
    {
        var text = turn.Transcript?.Trim() ?? string.Empty;
        switch (turn.Event)
        {
            case "StartOfTurn":
                events.Add(new SpeechEvent.Started(position.Of(turn.Words is [{ Start: { } start }, ..] ? start : turn.AudioWindowStart)));
                Show(text, events);
                break;
            case "Update":
                Show(text, events);
                break;
            case "EagerEndOfTurn":
                Show(text, events);
                events.Add(new SpeechEvent.EagerEnd(_text, turn.EndOfTurnConfidence));
                break;
            case "TurnResumed":
                events.Add(new SpeechEvent.Resumed());
                Show(text, events);
                break;
            case "EndOfTurn":
                End(text.Length > 0 ? text : _text, turn, events);
                break;
            default:
                break;
        }
    }

    private void Show(string text, List<SpeechEvent> events)
    {
        if (text.Length > 0 && text != _text)
        {
            _text = text;
            _isOpen = true;
            events.Add(new SpeechEvent.Interim(text));
        }
    }

    private void End(string text, FluxMessage turn, List<SpeechEvent> events)
    {
        if (text.Length > 0)
        {
            events.Add(new SpeechEvent.Final(text, EndOfSpeech: true)
            {
                EndOfTurn = true,
                EndOfTurnConfidence = turn.EndOfTurnConfidence,
                SettledTo = turn.AudioWindowEnd > 0 ? position.Of(turn.AudioWindowEnd) : null,
            });
        }

        Close();
    }

    private void Close()
    {
        _text = string.Empty;
        _isOpen = false;
    }
}
