using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Phone.Callees;

/// <summary>Somebody who is called and does one thing after another, frame by frame. Knows no clock but the frames it is given.</summary>
internal sealed class SteppedCallee(IReadOnlyList<CalleeStep> steps, UtteranceIndex agentUtterances) : ICaller
{
    private const double ToneAmplitude = 8000;
    private const double SampleRate = 8000;
    private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

    private readonly PhoneRecorder _recorder = new(agentUtterances);
    private readonly List<(CalleeStep Step, int Start)> _begun = [];
    private readonly Queue<CalleeStep> _ahead = new(steps);
    private int _frame = -1;
    private int _firstLoud = -1;
    private int _lastLoud = -1;
    private uint _noise = 0x2545F491;
    private bool _hungUp;

    public CallerAction Exchange(in HeardFrame heard, Span<short> said)
    {
        _frame++;
        Hush(said);
        var isLoud = _recorder.Hear(heard);
        if (_begun.Count == 0)
        {
            Begin();
        }

        if (isLoud)
        {
            _firstLoud = _firstLoud < 0 ? _frame : _firstLoud;
            _lastLoud = _frame;
        }

        var (step, start) = _begun[^1];
        if (heard.Key is { } pressed && Choice(step, pressed) is { } chosen)
        {
            _ahead.Clear();
            chosen.ToList().ForEach(_ahead.Enqueue);
            Begin();
            return default;
        }

        switch (step)
        {
            case CalleeStep.Say say:
                say.Line.Frame(_frame - start).CopyTo(said);
                BeginWhen(_frame - start + 1 == say.Line.Frames);
                break;
            case CalleeStep.Tone tone:
                Sound(tone, start, said);
                BeginWhen(_frame - start + 1 >= Frames(tone.Duration));
                break;
            case CalleeStep.Wait wait:
                BeginWhen(_frame - start + 1 >= Frames(wait.Duration));
                break;
            case CalleeStep.Listen listen:
                BeginWhen(_firstLoud >= start ? _frame - _lastLoud >= Frames(listen.Silence) : _frame - start >= Frames(listen.Patience));
                break;
            case CalleeStep.AwaitKey key:
                BeginWhen(_frame - start >= Frames(key.Patience));
                break;
            default:
                _hungUp = true;
                return new CallerAction(Key: null, HangsUp: true);
        }

        return default;
    }

    public CalleeReport Report(string number, CallEnding ending) => new(number, ending.Cause, _hungUp,
    [
        .. _begun.Select((begun, index) =>
        {
            var end = index + 1 < _begun.Count ? _begun[index + 1].Start : _frame + 1;
            return new CalleeHearing(Name(begun.Step), (begun.Step as CalleeStep.Say)?.Line.Text, begun.Start * FrameLength, end * FrameLength, _recorder.WordsIn(begun.Start, end));
        }),
    ]);

    private static string Name(CalleeStep step) => step switch
    {
        CalleeStep.Say => "say",
        CalleeStep.Tone => "tone",
        CalleeStep.Wait => "wait",
        CalleeStep.Listen => "listen",
        CalleeStep.AwaitKey => "await_key",
        _ => "hang_up",
    };

    private IReadOnlyList<CalleeStep>? Choice(CalleeStep step, char key) =>
        (step as CalleeStep.AwaitKey ?? (step is CalleeStep.Say && _ahead.TryPeek(out var next) ? next as CalleeStep.AwaitKey : null))
        ?.Choices.GetValueOrDefault(key);

    private static int Frames(TimeSpan time) => (int)(time / FrameLength);

    private void BeginWhen(bool isDone)
    {
        if (isDone)
        {
            Begin();
        }
    }

    private void Begin()
    {
        var next = _ahead.TryDequeue(out var ahead) ? ahead : new CalleeStep.HangUp();
        _begun.Add((next, _begun.Count == 0 ? _frame : _frame + 1));
        _firstLoud = -1;
    }

    private void Sound(CalleeStep.Tone tone, int start, Span<short> said)
    {
        var first = (_frame - start) * said.Length;
        for (var i = 0; i < said.Length; i++)
        {
            said[i] = (short)(ToneAmplitude * Math.Sin(2 * Math.PI * tone.Frequency * (first + i) / SampleRate));
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
}
