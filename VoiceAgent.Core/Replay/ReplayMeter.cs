using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Replay;

/// <summary>Counts, while a conversation goes on, what tells how well it takes turns.</summary>
internal sealed class ReplayMeter(int systemMessageLength)
{
    // The caller who makes a sound for so long so soon after the end of their turn had not finished.
    private static readonly TimeSpan CutOffWithin = TimeSpan.FromMilliseconds(1000);
    private static readonly TimeSpan ShortestVoice = TimeSpan.FromMilliseconds(240);

    // Words over the agent that have not stopped it after so long never will.
    private static readonly TimeSpan MissedAfter = TimeSpan.FromMilliseconds(700);

    private const int CharactersPerToken = 4;

    private readonly List<ReplayDecision> _decisions = [];
    private readonly List<ReplayTurn> _turns = [];
    private readonly HashSet<int> _missed = [];
    private TimeSpan? _voiceStartedAt;
    private (int TurnId, TimeSpan At)? _over;
    private int _living = -1;
    private int _falseInterruptions;
    private int _modelStarts;
    private int _characters;
    private TimeSpan _now;

    /// <summary>Takes in what happened and what was decided on it.</summary>
    public void Applied(Conversation conversation, ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions)
    {
        // The end of a call is its last decision: what comes after is nobody's.
        _now = conversation.Phase is ConversationPhase.Ended && actions.Count == 0 ? _now : at;
        FollowVoice(happened, at);
        FollowOverlap(conversation, happened, at);
        foreach (var action in actions)
        {
            _decisions.Add(ReplayDecision.Of(action, at));
            Count(action, conversation, at);
        }
    }

    public ReplayRun Finish(Conversation conversation, SimulatedAgent agent, TimeSpan? differsFrom) => new()
    {
        Options = conversation.Settings.Turns,
        Turns = _turns,
        Decisions = _decisions,
        Interruptions = conversation.Interruptions,
        FalseInterruptions = _falseInterruptions,
        MissedInterruptions = _missed.Count,
        ModelStarts = _modelStarts,
        Tokens = (_characters + agent.Written) / CharactersPerToken,
        Duration = _now,
        DiffersFrom = differsFrom,
        Estimated = differsFrom is null ? 0 : agent.Estimated,
    };

    private void FollowVoice(ConversationEvent happened, TimeSpan at)
    {
        switch (happened)
        {
            case ConversationEvent.VoiceStarted voice:
                _voiceStartedAt = voice.At;
                break;
            case ConversationEvent.VoiceStopped voice when _voiceStartedAt is { } started:
                MarkCutOff(started, voice.At);
                _voiceStartedAt = null;
                break;
            case ConversationEvent.AudioSent sent when _turns.FindIndex(turn => turn.TurnId == sent.TurnId) is >= 0 and var index:
                _turns[index] = _turns[index] with { HeardAt = _turns[index].HeardAt ?? at };
                break;
            case ConversationEvent.TurnEnded ended when ended.TurnId == _living:
                _living = -1;
                break;
            default:
                // Says nothing of voice.
                break;
        }
    }

    private void MarkCutOff(TimeSpan started, TimeSpan stopped)
    {
        for (var i = 0; i < _turns.Count; i++)
        {
            var turn = _turns[i];
            var goesOn = turn.SpeechEndedAt is not null && started <= turn.EndedAt + CutOffWithin && stopped - Later(started, turn.EndedAt) >= ShortestVoice;
            _turns[i] = goesOn ? turn with { IsCutOff = true } : turn;
        }
    }

    private void FollowOverlap(Conversation conversation, ConversationEvent happened, TimeSpan at)
    {
        if (_over is { } over)
        {
            if (over.TurnId != _living || conversation.Phase is not ConversationPhase.Speaking)
            {
                // It gave way, or had said what it had to say.
                _over = null;
            }
            else if (at - over.At >= MissedAfter)
            {
                _missed.Add(over.TurnId);
                _over = null;
            }
        }

        if (_over is null && conversation.Phase is ConversationPhase.Speaking
            && happened is ConversationEvent.SpeechHeard { Speech: SpeechEvent.Interim or SpeechEvent.Final } && !CallerWords.IsBackchannel(TextOf(happened), CallerLanguage.Of(conversation.Settings.Language)))
        {
            _over = (_living, at);
        }
    }

    private void Count(ConversationAction action, Conversation conversation, TimeSpan at)
    {
        switch (action)
        {
            case ConversationAction.StartTurn start:
                _living = start.TurnId;
                if (start.Prepared is null)
                {
                    Ask(start.History);
                }

                _turns.Add(new ReplayTurn
                {
                    TurnId = start.TurnId,
                    CallerText = start.History[^1].Text ?? string.Empty,
                    SpeechEndedAt = conversation.SpeechAnsweredEndedAt,
                    EndedAt = at,
                });
                break;
            case ConversationAction.Speculate ahead:
                Ask(ahead.History);
                break;
            case ConversationAction.SpeakLine line:
                _living = line.TurnId;
                break;
            case ConversationAction.ResumePlayout:
                _falseInterruptions++;
                break;
            case ConversationAction.CutTurn cut:
                _living = -1;
                if (_turns.FindIndex(turn => turn.TurnId == cut.TurnId) is >= 0 and var index)
                {
                    _turns[index] = _turns[index] with { WasInterrupted = _turns[index].HeardAt is not null };
                }

                break;
            default:
                // Costs nothing and begins nothing.
                break;
        }
    }

    private void Ask(IReadOnlyList<ChatMessage> history)
    {
        _modelStarts++;
        _characters += systemMessageLength + history.Skip(1).Sum(message => message.Text?.Length ?? 0);
    }

    private static string TextOf(ConversationEvent happened) => happened is ConversationEvent.SpeechHeard heard
        ? heard.Speech switch
        {
            SpeechEvent.Interim interim => interim.Text,
            SpeechEvent.Final final => final.Text,
            _ => string.Empty,
        }
        : string.Empty;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
