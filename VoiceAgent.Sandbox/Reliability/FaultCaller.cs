using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>
/// A patient caller who knows every answer: it waits for the last word of each, however long the agent is silent before, and notes for
/// each 20 ms whether it hears the agent and whether the agent owes it something.
/// </summary>
/// <param name="dialog">What is said and expected.</param>
/// <param name="lines">What it says, one turn each.</param>
/// <param name="agentUtterances">How it understands the agent.</param>
/// <param name="time">Clock, for the moments of the timeline.</param>
internal sealed class FaultCaller(FaultDialog dialog, IReadOnlyList<CallerLine> lines, UtteranceIndex agentUtterances, TimeProvider time) : ICaller
{
    // After the last word; the agent has then really finished.
    private const int FramesAfterAnswer = 25;

    // Nobody waits longer for an agent that is silent, and no answer is longer.
    private const int FramesOfPatience = 300;
    private const int LongestStep = 1250;

    private readonly PhoneRecorder _recorder = new(agentUtterances);
    private readonly List<FaultFrame> _frames = [];
    private uint _noise = 0x9E3779B9;
    private int _step;
    private int _stepBegan;
    private int _wordsBefore;
    private int _lastLoud;
    private int _completeAt = -1;
    private int _speaking = -1;

    /// <summary>Called when the caller begins to say a line, by its number.</summary>
    public Action<int> Begins { get; init; } = _ => { };

    /// <summary>Called in the middle of a line.</summary>
    public Action<int> IsInTheMiddle { get; init; } = _ => { };

    /// <summary>Every 20 ms of the call.</summary>
    public IReadOnlyList<FaultFrame> Frames => _frames;

    /// <summary>Whether every answer was heard to its last word.</summary>
    public bool HeardAll { get; private set; }

    /// <summary>Every word heard of the agent.</summary>
    public IReadOnlyList<string> WordsHeard => [.. _recorder.Words.Select(word => word.Text)];

    public CallerAction Exchange(in HeardFrame heard, Span<short> said)
    {
        Hush(said);
        var isLoud = _recorder.Hear(heard);
        if (isLoud)
        {
            _lastLoud = _frames.Count;
        }

        if (_completeAt < 0 && HasHeardLastWord())
        {
            _completeAt = _frames.Count;
        }

        var isSpeaking = _speaking >= 0;
        _frames.Add(new FaultFrame(time.GetTimestamp(), isLoud, IsOwed: !isSpeaking && _completeAt < 0, _step));
        return Act(said);
    }

    private CallerAction Act(Span<short> said)
    {
        var frame = _frames.Count - 1;
        if (_speaking >= 0)
        {
            Speak(said);
        }
        else if (_completeAt >= 0 ? frame - Math.Max(_completeAt, _lastLoud) >= FramesAfterAnswer : HasLostPatience(frame))
        {
            HeardAll = _completeAt >= 0 && (_step == 0 || HeardAll);
            if (_step == lines.Count)
            {
                return new CallerAction(Key: null, HangsUp: true);
            }

            _step++;
            _speaking = 0;
            Begins(_step);
            Speak(said);
        }

        return default;
    }

    private bool HasLostPatience(int frame) => frame - Math.Max(_stepBegan, _lastLoud) >= FramesOfPatience || frame - _stepBegan >= LongestStep;

    private void Speak(Span<short> said)
    {
        var line = lines[_step - 1];
        line.Frame(_speaking).CopyTo(said);
        _speaking++;
        if (_speaking == line.AfterLastLoud / 2)
        {
            IsInTheMiddle(_step);
        }

        if (_speaking >= line.AfterLastLoud)
        {
            _speaking = -1;
            _stepBegan = _frames.Count;
            _completeAt = -1;
            _wordsBefore = _recorder.Words.Count;
        }
    }

    // An answer told twice or with another word in it is complete all the same; what is wrong with it shows in the count of words.
    private bool HasHeardLastWord()
    {
        var expected = dialog.Turns[_step].Expects.Split(' ');
        var words = _recorder.Words;
        return words.Count - _wordsBefore >= expected.Length / 2 && Wording.Plain(words[^1].Text) == Wording.Plain(expected[^1]);
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

/// <summary>20 ms of a call at the caller's ear.</summary>
/// <param name="At">The clock's timestamp.</param>
/// <param name="IsLoud">Whether the agent is heard.</param>
/// <param name="IsOwed">Whether the caller waits for the greeting or an answer, or for the rest of it.</param>
/// <param name="Step">0 is the greeting.</param>
internal readonly record struct FaultFrame(long At, bool IsLoud, bool IsOwed, int Step);
