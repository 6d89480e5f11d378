using VoiceAgent.Core.Calls;

namespace VoiceAgent.Core.Conversations;

/// <content>What whoever watches or replays a conversation asks of it, its end and its last words, and what tools leave in its history.</content>
public sealed partial class Conversation
{
    /// <summary>What it is held by.</summary>
    public ConversationSettings Settings => settings;

    /// <summary>When the speech ended that the current turn answers; null between turns, and when it answers keys.</summary>
    public TimeSpan? SpeechAnsweredEndedAt => _turn?.SpeechEndedAt;

    /// <summary>Whether the caller has said something that will be answered if nothing more is heard.</summary>
    public bool OwesAnswer => Phase is ConversationPhase.Thinking || (Phase is ConversationPhase.Listening && AnswerAt is not null);

    private void Fail(ProviderFailure failure, TimeSpan at)
    {
        Failure ??= failure;
        Apologise(CallEndReason.ProviderFailed, at);
    }

    private void Apologise(CallEndReason reason, TimeSpan at)
    {
        if (_turn?.EndsWith is { } already)
        {
            End(already);
            return;
        }

        Cut(wasInterrupted: false);
        if (string.IsNullOrWhiteSpace(_options.Apology))
        {
            End(reason);
            return;
        }

        Speak(LineKind.Apology, _options.Apology, reason, at);
    }

    private void End(CallEndReason reason)
    {
        DropAhead();
        Cut(wasInterrupted: false);
        KeepLastWords();
        WriteKeys(_nextTurnId);
        Phase = ConversationPhase.Ended;
        Do(new ConversationAction.EndCall(ReasonOfOpening(reason)));
    }

    // What was said over the agent's last line, or just before the end, gets no answer but was said.
    private void KeepLastWords()
    {
        if (_detector.HasNewWords && _detector.SettledText.Length > 0)
        {
            WriteCaller(_nextTurnId, _detector.SettledText, _quietSince);
        }
    }

    private void WriteTools(ConversationEvent happened, TimeSpan at)
    {
        if (happened is ConversationEvent.ToolsAsked asked)
        {
            History.AddTools(asked.TurnId, asked.Calls, asked.AfterWords, at);
        }
        else if (happened is ConversationEvent.ToolFinished finished)
        {
            History.FinishTool(finished);
        }
    }
}
