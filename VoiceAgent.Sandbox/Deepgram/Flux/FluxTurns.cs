using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Deepgram.Flux;

/// <summary>
/// Idle → StartOfTurn → Update… → (EagerEndOfTurn → TurnResumed …)… → EndOfTurn → Idle, told as the audio goes by: an Update each quarter
/// of a second, unless something else is told.
/// </summary>
internal sealed class FluxTurns
{
    private static readonly TimeSpan UpdateEvery = TimeSpan.FromMilliseconds(250);

    private readonly FluxOptions _options;
    private readonly Guid _request;
    private readonly Action<string> _send;
    private readonly TurnEar _ear;
    private TimeSpan _windowStart;
    private TimeSpan _lastTold;
    private string? _eager;
    private bool _isOpen;
    private int _index;
    private int _sequence;

    public FluxTurns(FluxOptions options, UtteranceIndex index, Guid request, Action<string> send)
    {
        _options = options;
        Thresholds = options.Thresholds;
        _request = request;
        _send = send;
        _ear = new TurnEar(index, Step);
    }

    public FluxThresholds Thresholds { get; set; }

    /// <summary>Counts every message of the server.</summary>
    public int NextSequence() => _sequence++;

    public void Listen(ReadOnlySpan<short> samples) => _ear.Listen(samples);

    /// <summary>Ends the open turn on what was heard so far; nothing happens when none is open.</summary>
    public void ForceEnd()
    {
        _ear.Finish();
        if (_ear.Words.Count > 0)
        {
            Open();
            End("manual");
        }
    }

    /// <summary>Tells what was heard, without an end of turn: the client has closed the stream.</summary>
    public void Flush()
    {
        _ear.Finish();
        if (_ear.Words.Count > 0)
        {
            Open();
            Tell("Update");
        }
    }

    private void Step()
    {
        if (_ear.Words.Count > 0)
        {
            Open();
        }

        if (_eager is not null && (_ear.IsSpeaking || _ear.Text != _eager))
        {
            _eager = null;
            Tell("TurnResumed");
        }

        if (_isOpen && (Confidence() >= Thresholds.EndOfTurn || _ear.Silence >= Thresholds.Timeout))
        {
            End("model");
        }
        else if (_isOpen && _eager is null && Thresholds.Eager is { } eager && _ear.Silence > TimeSpan.Zero && Confidence() >= eager)
        {
            _eager = _ear.Text;
            Tell("EagerEndOfTurn");
        }
        else if (_ear.Position - _lastTold >= UpdateEvery)
        {
            Tell("Update");
        }
    }

    private void Open()
    {
        if (!_isOpen)
        {
            _isOpen = true;
            Tell("StartOfTurn");
        }
    }

    private void End(string trigger)
    {
        if (Thresholds.Eager is not null && _eager is null)
        {
            // The end has the text of an early end before it.
            Tell("EagerEndOfTurn");
        }

        Tell("EndOfTurn", trigger);
        _ear.Close();
        _windowStart = _ear.Position;
        _eager = null;
        _isOpen = false;
        _index++;
    }

    // A finished sentence is believed to be over a quarter of a second after its last sound, any other only by the timeout.
    private double Confidence() => !_isOpen || _ear.IsSpeaking
        ? 0.02
        : Math.Round(Math.Min(Wording.SoundsFinished(_ear.Text) ? 0.96 : 0.45, (Wording.SoundsFinished(_ear.Text) ? 0.4 : 0.1) + (1.2 * _ear.Silence.TotalSeconds)), 4);

    private void Tell(string happened, string? trigger = null)
    {
        var message = new Dictionary<string, object>
        {
            ["type"] = "TurnInfo",
            ["request_id"] = _request,
            ["sequence_id"] = NextSequence(),
            ["event"] = happened,
            ["turn_index"] = _index,
            ["audio_window_start"] = Round(_windowStart),
            ["audio_window_end"] = Round(_ear.Position),
            ["transcript"] = _ear.Text,
            ["words"] = _ear.Words.Select(word => new { word = word.Text, confidence = Wording.Confidence(word.Text), start = Round(word.Start), end = Round(word.End) }),
            ["end_of_turn_confidence"] = Confidence(),
        };
        if (_options.IsMultilingual)
        {
            message["languages"] = new[] { LanguageEar.Of(_ear.Text, _options.Hints) };
            if (_options.Hints.Count > 0)
            {
                message["languages_hinted"] = _options.Hints;
            }
        }

        if (trigger is not null)
        {
            message["trigger"] = trigger;
        }

        _lastTold = _ear.Position;
        _send(SandboxJson.Write(message));
    }

    private static double Round(TimeSpan time) => Math.Round(time.TotalSeconds, 3);
}
