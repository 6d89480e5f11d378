using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// Stands in for model, voice and carrier in a replay: carries out the conversation's actions and tells what follows from them, at the
/// times the recorded latencies give. The carrier is taken to play and to fall silent at once.
/// </summary>
internal sealed class SimulatedAgent(RecordedCall call)
{
    private static readonly TimeSpan HeardEvery = TimeSpan.FromMilliseconds(200);

    private List<(TimeSpan Due, ConversationEvent Happens)> _due = [];
    private TurnPlan? _plan;
    private int _turnId;
    private TimeSpan _startedAt;
    private TimeSpan _aheadAt;
    private TimeSpan? _pausedAt;
    private TimeSpan _paused;

    /// <summary>When the next thing happens; null when the agent is silent.</summary>
    public TimeSpan? NextAt => _pausedAt is null && _due.Count > 0 ? _due[0].Due : null;

    /// <summary>Whether an utterance is under way, also while it is paused.</summary>
    public bool IsBusy => _plan is not null;

    /// <summary>When the audio of the latest utterance began; null while it has not, and when it was cut.</summary>
    public TimeSpan? AudioBeganAt { get; private set; }

    /// <summary>When the latest utterance ended by itself; null as above.</summary>
    public TimeSpan? AudioEndedAt { get; private set; }

    /// <summary>Answers whose latencies had to be estimated.</summary>
    public int Estimated { get; private set; }

    /// <summary>Characters written by the model.</summary>
    public int Written { get; private set; }

    /// <summary>Carries out an action of the call at <paramref name="at"/>.</summary>
    /// <param name="action">The action.</param>
    /// <param name="at">When.</param>
    /// <param name="recorded">The recorded turn it goes like; null when none is.</param>
    /// <returns>What the conversation has to be told at once, or null.</returns>
    public ConversationEvent? Carry(ConversationAction action, TimeSpan at, RecordedTurn? recorded)
    {
        switch (action)
        {
            case ConversationAction.StartTurn start:
                var plan = recorded is null ? TurnPlan.ForAnswer(call) : TurnPlan.Like(recorded, call);
                var lead = start.Prepared is null ? TimeSpan.Zero : at - _aheadAt;
                Begin(start.TurnId, plan.Later(recorded?.Lead ?? TimeSpan.Zero).Later(-lead), at);
                return null;
            case ConversationAction.Speculate:
                _aheadAt = at;
                return null;
            case ConversationAction.DropSpeculation drop:
                return new ConversationEvent.SpeculationDropped(drop.Id, 0);
            case ConversationAction.SpeakLine line:
                Begin(line.TurnId, recorded is null ? TurnPlan.ForLine(line.Text, call) : TurnPlan.Like(recorded, call), at);
                return null;
            case ConversationAction.PausePlayout:
                _pausedAt ??= at;
                return null;
            case ConversationAction.ResumePlayout:
                Resume(at);
                return null;
            case ConversationAction.CutTurn cut:
                return Cut(cut.TurnId, at);
            default:
                return null;
        }
    }

    /// <summary>Takes what happens next.</summary>
    public (TimeSpan At, ConversationEvent Happens) Take()
    {
        var next = _due[0];
        _due.RemoveAt(0);
        if (next.Happens is ConversationEvent.AudioSent)
        {
            AudioBeganAt = next.Due;
        }
        else if (next.Happens is ConversationEvent.TurnEnded)
        {
            AudioEndedAt = AudioBeganAt is null ? null : next.Due;
            _plan = null;
        }

        return next;
    }

    /// <summary>Drops what has happened by then: the recording told it already.</summary>
    public void SkipTo(TimeSpan at)
    {
        while (_pausedAt is null && _due.Count > 0 && _due[0].Due <= at)
        {
            Take();
        }
    }

    /// <summary>The recording tells that a turn is over by itself.</summary>
    public void Finish(int turnId, TimeSpan at)
    {
        if (turnId == _turnId && IsBusy)
        {
            _due.Clear();
            _plan = null;
            AudioEndedAt = AudioBeganAt is null ? null : at;
        }
    }

    private void Begin(int turnId, TurnPlan plan, TimeSpan at)
    {
        _due.Clear();
        (_plan, _turnId, _startedAt, _pausedAt, _paused) = (plan, turnId, at, null, TimeSpan.Zero);
        (AudioBeganAt, AudioEndedAt) = (null, null);
        Estimated += plan.IsEstimated ? 1 : 0;
        Written += plan.FirstToken is null ? 0 : plan.Text.Length;
        Schedule(plan.FirstToken, new ConversationEvent.ModelAnswered(turnId));
        Schedule(plan.VoiceAsked, new ConversationEvent.VoiceAsked(turnId));
        Schedule(plan.VoiceAnswered, new ConversationEvent.VoiceAnswered(turnId));
        Schedule(plan.AudioSent, new ConversationEvent.AudioSent(turnId));
        var words = plan.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        for (var sounded = HeardEvery; plan.AudioSent is { } begin && begin + sounded < plan.Took; sounded += HeardEvery)
        {
            var heard = Math.Min(words.Length, (int)(sounded / plan.WordDuration));
            if (heard > 0)
            {
                Schedule(begin + sounded, new ConversationEvent.WordsHeard(turnId, string.Join(' ', words[..heard])));
            }
        }

        foreach (var (after, happened) in plan.Also)
        {
            Schedule(after, Of(turnId, happened));
        }

        Schedule(plan.Took, new ConversationEvent.TurnEnded(turnId, plan.Outcome));
        _due = [.. _due.OrderBy(one => one.Due)];
    }

    private static ConversationEvent Of(int turnId, ConversationEvent happened) => happened switch
    {
        ConversationEvent.ToolsAsked asked => asked with { TurnId = turnId },
        ConversationEvent.ToolFinished finished => finished with { TurnId = turnId },
        ConversationEvent.FillerSaid said => said with { TurnId = turnId },
        ConversationEvent.EndAfterTurn end => end with { TurnId = turnId },
        _ => happened,
    };

    private void Schedule(TimeSpan? after, ConversationEvent happens)
    {
        if (after is { } delay)
        {
            _due.Add((_startedAt + delay, happens));
        }
    }

    private void Resume(TimeSpan at)
    {
        if (_pausedAt is not { } paused)
        {
            return;
        }

        var length = at - paused;
        _paused += length;
        _pausedAt = null;
        for (var i = 0; i < _due.Count; i++)
        {
            _due[i] = (_due[i].Due + length, _due[i].Happens);
        }
    }

    private ConversationEvent.TurnCut Cut(int turnId, TimeSpan at)
    {
        var words = _plan?.Text.Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        var sounded = AudioBeganAt is { } began && _turnId == turnId ? (_pausedAt ?? at) - began - _paused : TimeSpan.Zero;
        var heard = _plan is null ? 0 : Math.Clamp((int)(sounded / _plan.WordDuration), 0, words.Length);
        _due.Clear();
        _plan = null;
        _pausedAt = null;
        (AudioBeganAt, AudioEndedAt) = (null, null);
        return new ConversationEvent.TurnCut(turnId, string.Join(' ', words[..heard]), heard == words.Length ? null : string.Join(' ', words[heard..]));
    }
}
