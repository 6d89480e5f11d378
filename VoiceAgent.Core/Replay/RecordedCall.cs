using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// What a log tells beyond its events: the agent's utterances with their latencies, found by folding the log through a conversation with
/// the settings it was recorded under.
/// </summary>
internal sealed class RecordedCall
{
    private readonly Dictionary<int, RecordedTurn> _turns = [];
    private TimeSpan? _pausedAt;
    private TimeSpan _aheadAt;
    private TimeSpan? _aheadAnsweredAt;

    public RecordedCall(ConversationSettings settings, IReadOnlyList<LoggedEvent> events)
    {
        Settings = settings;
        Events = events;
        var conversation = new Conversation(settings);
        foreach (var (at, happened) in events)
        {
            foreach (var action in conversation.Apply(happened, at))
            {
                Follow(action, at);
            }

            Follow(happened, at);
        }

        Turns = [.. _turns.Values.OrderBy(turn => turn.StartedAt)];
        WordDuration = FindWordDuration();
    }

    public ConversationSettings Settings { get; }

    public IReadOnlyList<LoggedEvent> Events { get; }

    /// <summary>In the order they began.</summary>
    public IReadOnlyList<RecordedTurn> Turns { get; }

    /// <summary>How long a word of the agent's voice lasted on average.</summary>
    public TimeSpan WordDuration { get; }

    public RecordedTurn? Find(int turnId) => _turns.GetValueOrDefault(turnId);

    private void Follow(ConversationAction action, TimeSpan at)
    {
        switch (action)
        {
            case ConversationAction.StartTurn start:
                _turns[start.TurnId] = new RecordedTurn { Id = start.TurnId, IsLine = false, StartedAt = at, Lead = start.Prepared is null ? TimeSpan.Zero : (_aheadAnsweredAt ?? at) - _aheadAt };
                _pausedAt = null;
                break;
            case ConversationAction.Speculate:
                (_aheadAt, _aheadAnsweredAt) = (at, null);
                break;
            case ConversationAction.SpeakLine line:
                _turns[line.TurnId] = new RecordedTurn { Id = line.TurnId, IsLine = true, StartedAt = at, Text = line.Text };
                _pausedAt = null;
                break;
            case ConversationAction.PausePlayout:
                _pausedAt = at;
                break;
            case ConversationAction.ResumePlayout resume when _pausedAt is { } paused && Find(resume.TurnId) is { } turn:
                turn.Paused += at - paused;
                _pausedAt = null;
                break;
            default:
                // Neither begins nor holds an utterance.
                break;
        }
    }

    private void Follow(ConversationEvent happened, TimeSpan at)
    {
        switch (happened)
        {
            case ConversationEvent.SpeculationAnswered:
                _aheadAnsweredAt ??= at;
                break;
            case ConversationEvent.ModelAnswered answered when Find(answered.TurnId) is { FirstToken: null } turn:
                turn.FirstToken = at - turn.StartedAt;
                break;
            case ConversationEvent.VoiceAsked asked when Find(asked.TurnId) is { VoiceAsked: null } turn:
                turn.VoiceAsked = at - turn.StartedAt;
                break;
            case ConversationEvent.VoiceAnswered answered when Find(answered.TurnId) is { VoiceAnswered: null } turn:
                turn.VoiceAnswered = at - turn.StartedAt;
                break;
            case ConversationEvent.AudioSent sent when Find(sent.TurnId) is { AudioSent: null } turn:
                turn.AudioSent = at - turn.StartedAt;
                break;
            case ConversationEvent.WordsHeard heard when Find(heard.TurnId) is { } turn:
                turn.Heard = (CallerWords.Count(heard.Text), at - turn.StartedAt - (turn.AudioSent ?? TimeSpan.Zero) - turn.Paused);
                break;
            case ConversationEvent.ToolsAsked { TurnId: var id }:
                Add(id, happened, at);
                break;
            case ConversationEvent.ToolFinished { TurnId: var id }:
                Add(id, happened, at);
                break;
            case ConversationEvent.FillerSaid { TurnId: var id }:
                Add(id, happened, at);
                break;
            case ConversationEvent.EndAfterTurn { TurnId: var id }:
                Add(id, happened, at);
                break;
            case ConversationEvent.TurnCut cut when Find(cut.TurnId) is { } turn:
                turn.IsCut = true;
                turn.Text = turn.IsLine ? turn.Text : $"{cut.Heard} {cut.Unheard}".Trim();
                break;
            case ConversationEvent.TurnEnded ended when Find(ended.TurnId) is { Outcome: null, IsCut: false } turn:
                End(turn, ended.Outcome, at);
                break;
            default:
                // The caller's side, or time.
                break;
        }
    }

    private void Add(int turnId, ConversationEvent happened, TimeSpan at)
    {
        if (Find(turnId) is { } turn)
        {
            turn.Also.Add((at - turn.StartedAt - turn.Paused, happened));
        }
    }

    private static void End(RecordedTurn turn, AgentTurnOutcome outcome, TimeSpan at)
    {
        if (outcome is AgentTurnOutcome.Cancelled)
        {
            return;
        }

        turn.Outcome = outcome;
        turn.Took = at - turn.StartedAt - turn.Paused;
        turn.EndedAt = at;
        if (outcome is AgentTurnOutcome.Completed completed)
        {
            turn.Text = completed.Text.Length > 0 ? completed.Text : turn.Text;
            turn.Speaking = turn.Took - turn.AudioSent;
        }
    }

    private TimeSpan FindWordDuration()
    {
        var words = 0;
        var spoken = TimeSpan.Zero;
        foreach (var turn in Turns)
        {
            var (count, length) = turn.Speaking is { } whole ? (CallerWords.Count(turn.Text), whole) : turn.Heard;
            words += count;
            spoken += count > 0 ? length : TimeSpan.Zero;
        }

        return words > 0 && spoken > TimeSpan.Zero ? spoken / words : TimeSpan.FromMilliseconds(330);
    }
}
