using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Core.Replay;

/// <summary>One replay of one call. Used once.</summary>
internal sealed class Replayer(RecordedCall call, ConversationSettings settings, int systemMessageLength)
{
    // A replay that does not end by itself is ended there: the caller's silence alone ends a call much sooner.
    private const int MostSteps = 200_000;

    private readonly Conversation _recorded = new(call.Settings);
    private readonly Conversation _conversation = new(settings);
    private readonly SimulatedAgent _agent = new(call);
    private readonly ReplayMeter _meter = new(systemMessageLength);
    private readonly IReadOnlyList<MovedEvent> _heard = ListeningDelay.Move(call.Events, settings.Turns.MinEndpointingDelay - call.Settings.Turns.MinEndpointingDelay);
    private TimeSpan _now;

    public ReplayRun Run()
    {
        for (var i = 0; i < call.Events.Count; i++)
        {
            if (call.Events[i].At != _heard[i].At || call.Events[i].Happened != _heard[i].Happened)
            {
                // From here on speech-to-text reports otherwise.
                var from = _now;
                Model(i);
                return _meter.Finish(_conversation, _agent, from);
            }

            if (!TryFollow(call.Events[i], out var isTaken))
            {
                var from = _now;
                Model(isTaken ? i + 1 : i);
                return _meter.Finish(_conversation, _agent, from);
            }
        }

        if (_conversation.Phase is not ConversationPhase.Ended && _recorded.Phase is ConversationPhase.Ended)
        {
            var from = _now;
            Model(call.Events.Count);
            return _meter.Finish(_conversation, _agent, from);
        }

        return _meter.Finish(_conversation, _agent, null);
    }

    // Goes one recorded event further; false when something else was decided.
    private bool TryFollow(LoggedEvent one, out bool isTaken)
    {
        isTaken = false;
        for (var due = _conversation.Deadline; due != _recorded.Deadline && due < one.At && _conversation.Phase is not ConversationPhase.Ended; due = _conversation.Deadline)
        {
            // Here something is due that was not in the recording.
            _now = Later(due, _now);
            if (Apply(new ConversationEvent.TimePassed()).Count > 0)
            {
                return false;
            }

            if (_conversation.Deadline <= due)
            {
                break;
            }
        }

        _now = Later(one.At, _now);
        isTaken = true;
        var recorded = _recorded.Apply(one.Happened, one.At);
        var expected = recorded.Select(action => ReplayDecision.Of(action, one.At)).ToArray();
        var actual = _conversation.Apply(one.Happened, _now);
        _agent.SkipTo(_now);
        if (one.Happened is ConversationEvent.TurnEnded ended)
        {
            _agent.Finish(ended.TurnId, _now);
        }

        _meter.Applied(_conversation, one.Happened, _now, actual);
        var isSame = expected.SequenceEqual(actual.Select(action => ReplayDecision.Of(action, one.At)));
        Carry(actual, isSame ? call.Find : Similar, tell: !isSame);
        return isSame;
    }

    private void Model(int from)
    {
        var caller = new CallerTimeline(call, _heard.Skip(from), _now, _agent);
        for (var step = 0; _conversation.Phase is not ConversationPhase.Ended && step < MostSteps; step++)
        {
            var agentAt = _agent.NextAt ?? TimeSpan.MaxValue;
            var callerAt = caller.NextAt(_conversation.OwesAnswer, _now) ?? TimeSpan.MaxValue;
            var due = _conversation.Deadline;
            if (agentAt <= callerAt && agentAt <= due)
            {
                _now = Later(agentAt, _now);
                Apply(_agent.Take().Happens);
            }
            else if (callerAt <= due)
            {
                _now = Later(callerAt, _now);
                if (caller.Take() is { } happened)
                {
                    Apply(happened);
                }
            }
            else
            {
                _now = Later(due, _now);
                Apply(new ConversationEvent.TimePassed());
            }
        }
    }

    private IReadOnlyList<ConversationAction> Apply(ConversationEvent happened)
    {
        var actions = _conversation.Apply(happened, _now);
        _meter.Applied(_conversation, happened, _now, actions);
        Carry(actions, Similar, tell: true);
        return actions;
    }

    private void Carry(IReadOnlyList<ConversationAction> actions, Func<int, RecordedTurn?> find, bool tell)
    {
        foreach (var action in actions)
        {
            var recorded = action switch
            {
                ConversationAction.StartTurn start => find(start.TurnId),
                ConversationAction.SpeakLine line => call.Turns.FirstOrDefault(turn => turn.IsLine && turn.Text == line.Text),
                _ => null,
            };
            if (_agent.Carry(action, _now, recorded) is { } told && tell)
            {
                Apply(told);
            }
        }
    }

    // Latencies change over a call: the answer that was given nearest in time is most like this one.
    private RecordedTurn? Similar(int turnId) => call.Turns.Where(turn => !turn.IsLine).MinBy(turn => (turn.StartedAt - _now).Duration());

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
