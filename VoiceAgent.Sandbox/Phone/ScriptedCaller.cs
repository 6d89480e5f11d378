using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>
/// The simulated caller, frame by frame: listens to the greeting, says its lines, waits for each answer, speaks over it if asked
/// to, hangs up. Knows no clock but the frames it is given.
/// </summary>
internal sealed class ScriptedCaller : ICaller
{
    private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

    /// <summary>How much of an answer is heard before it is interrupted.</summary>
    private static readonly int FramesBeforeInterruption = Frames(TimeSpan.FromMilliseconds(600));

    private static readonly int FramesBetweenKeys = Frames(TimeSpan.FromMilliseconds(200));
    private static readonly int FramesUntilLost = Frames(TimeSpan.FromSeconds(5));

    private readonly PhoneScript _script;
    private readonly IReadOnlyList<CallerLine> _lines;
    private readonly CallerLine? _interruption;
    private readonly PhoneRecorder _recorder;
    private readonly List<Exchanged> _exchanged = [];
    private readonly int _silence;
    private readonly int _patience;
    private readonly int _longest;

    private Phase _phase = Phase.Greeting;
    private Exchanged? _current;
    private uint _noise = 0x9E3779B9;
    private int _frame = -1;
    private int _since;
    private int _lastLoud = -1;
    private int _firstLoud = -1;
    private int _lastOpen = -1;
    private int _keysPressed;

    public ScriptedCaller(PhoneScript script, IReadOnlyList<CallerLine> lines, CallerLine? interruption, UtteranceIndex agentUtterances)
    {
        _script = script;
        _lines = lines;
        _interruption = interruption;
        _recorder = new PhoneRecorder(agentUtterances);
        _silence = Frames(script.AgentSilence);
        _patience = Frames(script.AnswerTimeout);
        _longest = Frames(script.LongestAnswer);
    }

    /// <summary>Whether the app ever opened its media stream.</summary>
    public bool StreamSeen => _lastOpen >= 0;

    /// <summary>Whether the caller hung up because the media stream was gone.</summary>
    public bool MediaLost { get; private set; }

    public ReadOnlyMemory<short> AgentAudio => _recorder.Audio;

    public CallerAction Exchange(in HeardFrame heard, Span<short> said)
    {
        _frame++;
        Hush(said);
        Hear(heard);
        if (_script.HangUpAfter is { } limit && _frame >= Frames(limit))
        {
            return new CallerAction(Key: null, HangsUp: true);
        }

        if (StreamSeen && _frame - _lastOpen >= FramesUntilLost)
        {
            MediaLost = true;
            return new CallerAction(Key: null, HangsUp: true);
        }

        return Act(said);
    }

    /// <summary>What was said and heard, once the call is over.</summary>
    public PhoneReport Report(bool answered, string endReason)
    {
        var turns = _exchanged.Select((exchanged, index) => Turn(exchanged, StartOf(index + 1))).ToArray();
        var stops = turns.Select(turn => turn.Interruption?.StoppedAfterMs).OfType<int>().ToArray();
        return new PhoneReport
        {
            Answered = answered,
            Turns = turns,
            EndReason = endReason,
            BargeIns = stops.Length,
            BargeInMs = stops,
            Greeting = _recorder.WordsIn(0, StartOf(0)),
            LinesLeft = _lines.Count - turns.Length,
            AgentAudio = AgentAudio,
        };
    }

    private static int Frames(TimeSpan time) => (int)(time / FrameLength);

    private static int? Milliseconds(int? frames) => frames * (int)FrameLength.TotalMilliseconds;

    private int StartOf(int index) => index < _exchanged.Count ? _exchanged[index].Start : _frame + 1;

    private PhoneTurn Turn(Exchanged exchanged, int end) => new()
    {
        Caller = exchanged.Line.Text,
        Agent = _recorder.WordsIn(exchanged.Start, exchanged.Interruption?.SpeechEnd ?? end),
        VoiceToVoiceMs = Milliseconds(exchanged.AnsweredAfter),
        Interruption = exchanged.Interruption is not { } interruption ? null : new PhoneInterruption
        {
            Caller = interruption.Line.Text,
            Agent = _recorder.WordsIn(interruption.SpeechEnd, end),
            StoppedAfterMs = Milliseconds(interruption.ClearedAfter),
            VoiceToVoiceMs = Milliseconds(interruption.AnsweredAfter),
        },
    };

    private void Hear(in HeardFrame heard)
    {
        if (heard.StreamOpen)
        {
            _lastOpen = _frame;
        }

        if (heard.Cleared && _current is { IsInterruption: true, ClearedAfter: null } && _frame > _current.FirstSound)
        {
            _current.ClearedAfter = _frame - _current.FirstSound;
        }

        if (!_recorder.Hear(heard))
        {
            return;
        }

        _lastLoud = _frame;
        _firstLoud = _firstLoud < 0 ? _frame : _firstLoud;
        if (_current is { AnsweredAfter: null } && _frame >= _current.SpeechEnd)
        {
            _current.AnsweredAfter = _frame - _current.SpeechEnd;
        }
    }

    private CallerAction Act(Span<short> said)
    {
        switch (_phase)
        {
            case Phase.Greeting when AgentHasFinished():
                Begin(Phase.Keys);
                break;
            case Phase.Keys when _keysPressed < _script.Keys.Length:
                if ((_frame - _since) % FramesBetweenKeys == 0)
                {
                    return new CallerAction(_script.Keys[_keysPressed++], HangsUp: false);
                }

                break;
            case Phase.Keys:
                NextLine();
                break;
            case Phase.Speaking:
                Speak(said);
                break;
            case Phase.Listening when IsTimeToInterrupt():
                Interrupt();
                break;
            case Phase.Listening when AgentHasFinished():
                NextLine();
                break;
            case Phase.Quiet when _frame - _since >= Frames(_script.StaySilent):
                return new CallerAction(Key: null, HangsUp: true);
        }

        return default;
    }

    private void Begin(Phase phase)
    {
        _phase = phase;
        _since = _frame;
        _firstLoud = -1;
    }

    // Silent again after having spoken; or silent all along; or speaking without end.
    private bool AgentHasFinished() => _firstLoud >= 0
        ? _frame - _lastLoud >= _silence || _frame - _firstLoud >= _longest
        : _frame - _since >= _patience;

    private void NextLine()
    {
        if (_exchanged.Count == _lines.Count)
        {
            Begin(Phase.Quiet);
            return;
        }

        _current = new Exchanged(_lines[_exchanged.Count], _frame + 1, isInterruption: false);
        _exchanged.Add(_current);
        Begin(Phase.Speaking);
    }

    private bool IsTimeToInterrupt() => _interruption is not null && _current is { IsInterruption: false }
        && _firstLoud >= 0 && _frame - _firstLoud >= FramesBeforeInterruption;

    private void Interrupt()
    {
        _current = new Exchanged(_interruption!, _frame + 1, isInterruption: true);
        _exchanged[^1].Interruption = _current;
        Begin(Phase.Speaking);
    }

    private void Speak(Span<short> said)
    {
        var index = _frame - _current!.Start;
        _current.Line.Frame(index).CopyTo(said);
        if (index + 1 == _current.Line.Frames)
        {
            Begin(Phase.Listening);
        }
    }

    // A telephone line is never digitally silent.
    private void Hush(Span<short> said)
    {
        for (var i = 0; i < said.Length; i++)
        {
            _noise ^= _noise << 13;
            _noise ^= _noise >> 17;
            _noise ^= _noise << 5;
            said[i] = (short)((int)(_noise % 33) - 16);
        }
    }

    private enum Phase
    {
        Greeting,
        Keys,
        Speaking,
        Listening,
        Quiet,
    }

    /// <summary>A line being said from the frame <paramref name="start"/> on, and what it brought about; all in frames.</summary>
    private sealed class Exchanged(CallerLine line, int start, bool isInterruption)
    {
        public CallerLine Line { get; } = line;

        public int Start { get; } = start;

        public bool IsInterruption { get; } = isInterruption;

        public int FirstSound => Start + Line.FirstLoud;

        public int SpeechEnd => Start + Line.AfterLastLoud;

        public int? AnsweredAfter { get; set; }

        public int? ClearedAfter { get; set; }

        public Exchanged? Interruption { get; set; }
    }
}
