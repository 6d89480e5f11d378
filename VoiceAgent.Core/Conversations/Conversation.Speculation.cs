using VoiceAgent.Core.Conversations.Endpointing;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Conversations;

/// <content>
/// Asking the language model ahead: in a pause, when the caller's turn is probably over. What it answers is kept only if the turn ends with the
/// same words after the same history.
/// </content>
public sealed partial class Conversation
{
    private const int CharactersOfAToken = 4;

    private Ahead? _ahead;
    private int _nextAhead;

    /// <summary>What asking ahead saved and cost so far.</summary>
    public SpeculationLedger Speculations { get; private set; } = new();

    // When the model is asked ahead; null when it is not, or has been asked for these words.
    private TimeSpan? AskAheadAt =>
        _options.PreemptiveGeneration && Phase is ConversationPhase.Listening && !_keys.Any && !Speculations.IsWasteful
            && _detector.ProbablyOverAt is { } at && _ahead?.Words != CallerWords.Normal(_detector.Text) ? at : null;

    private void AskAhead(TimeSpan at)
    {
        DropAhead();
        var messages = History.MessagesIf(SystemMessage, _callerEntry, _detector.Text);
        _ahead = new Ahead(_nextAhead++, at, CallerWords.Normal(_detector.Text), messages);
        Speculations = Speculations with { Started = Speculations.Started + 1 };
        Do(new ConversationAction.Speculate(_ahead.Id, messages));
    }

    // The caller has said more, or something else is going on.
    private void ReviewAhead()
    {
        if (_ahead is { } ahead && (Phase is not ConversationPhase.Listening || ahead.Words != CallerWords.Normal(_detector.Text)))
        {
            DropAhead();
        }
    }

    private void DropAhead()
    {
        if (_ahead is not { } ahead)
        {
            return;
        }

        _ahead = null;
        var characters = ahead.Messages.Sum(message => message.Text.Length);
        Speculations = Speculations with { Dropped = Speculations.Dropped + 1, WastedTokens = Speculations.WastedTokens + (characters / CharactersOfAToken) };
        Do(new ConversationAction.DropSpeculation(ahead.Id));
    }

    // What the answer to these messages was prepared as; null when it was not.
    private int? TakeAhead(IReadOnlyList<ChatMessage> messages, TimeSpan at)
    {
        if (_ahead is not { HasFailed: false } ahead || !IsSame(ahead.Messages, messages))
        {
            DropAhead();
            return null;
        }

        _ahead = null;
        var saved = (ahead.AnsweredAt ?? at) - ahead.StartedAt;
        Speculations = Speculations with { Kept = Speculations.Kept + 1, Saved = Speculations.Saved + saved };
        return ahead.Id;
    }

    private void TakeAheadEvent(ConversationEvent happened, TimeSpan at)
    {
        switch (happened)
        {
            case ConversationEvent.SpeculationAnswered answered when _ahead?.Id == answered.Id:
                _ahead.AnsweredAt ??= at;
                break;
            case ConversationEvent.SpeculationFailed failed when _ahead?.Id == failed.Id:
                // It stays, so that the same is not asked again.
                _ahead.HasFailed = true;
                break;
            default:
                // Of one that was kept or dropped.
                break;
        }
    }

    private static bool IsSame(IReadOnlyList<ChatMessage> ahead, IReadOnlyList<ChatMessage> now)
    {
        if (ahead.Count != now.Count || CallerWords.Normal(ahead[^1].Text) != CallerWords.Normal(now[^1].Text))
        {
            return false;
        }

        for (var i = 0; i < now.Count; i++)
        {
            if (ahead[i].Role != now[i].Role || ahead[i].ToolCallId != now[i].ToolCallId || (i < now.Count - 1 && ahead[i].Text != now[i].Text))
            {
                return false;
            }
        }

        return true;
    }

    private sealed class Ahead(int id, TimeSpan startedAt, string words, IReadOnlyList<ChatMessage> messages)
    {
        public int Id => id;

        public TimeSpan StartedAt => startedAt;

        public string Words => words;

        public IReadOnlyList<ChatMessage> Messages => messages;

        public TimeSpan? AnsweredAt { get; set; }

        public bool HasFailed { get; set; }
    }
}
