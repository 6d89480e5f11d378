using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Conversations;

/// <summary>
/// What was said and heard, in the order it began. An entry of the agent holds the words the caller heard and no others, and so
/// does what the language model is told.
/// </summary>
public sealed class ConversationHistory
{
    private readonly List<Entry> _entries = [];
    private readonly ConversationTools _tools = new();
    private TranscriptEntry[]? _transcript;

    /// <summary>The transcript as it stands; a new list after each change.</summary>
    public IReadOnlyList<TranscriptEntry> Transcript => _transcript ??= [.. _entries.Where(entry => entry.Shown.Text.Length > 0).Select(entry => entry.Shown)];

    /// <summary>What the tools did; a new list after each change.</summary>
    public IReadOnlyList<ToolTrace> Tools => _tools.Traces;

    /// <summary>Writes down what the caller says for a turn; further words of the same turn replace it.</summary>
    /// <param name="entry">The entry that the same turn was written to before, or null.</param>
    /// <returns>The entry written to.</returns>
    public Entry SetCaller(Entry? entry, int turnId, string text, TimeSpan at)
    {
        if (entry is null)
        {
            var last = _entries.Count == 0 ? TimeSpan.Zero : _entries[^1].Shown.At;
            entry = new Entry(new TranscriptEntry { Speaker = Speaker.Caller, Text = text, At = at > last ? at : last, TurnId = turnId });
            _entries.Add(entry);
        }

        Change(entry, entry.Shown with { Text = text, TurnId = turnId });
        return entry;
    }

    /// <summary>Writes down that the conversation goes on in another language from here.</summary>
    public void SetLanguage(Entry entry, string language)
    {
        ArgumentNullException.ThrowIfNull(entry);
        Change(entry, entry.Shown with { Language = language });
    }

    /// <summary>Writes down what the caller said while listening to a turn: shown, but not told to the model.</summary>
    public void AddAside(int turnId, string text, TimeSpan at) => SetCaller(null, turnId, text, at).IsAside = true;

    /// <summary>Writes down what the caller has heard of a turn so far.</summary>
    /// <param name="turnId">The turn.</param>
    /// <param name="heard">The words heard to their end.</param>
    /// <param name="unheard">Those written and not heard; null while there are none, or more may be heard.</param>
    /// <param name="at">When the turn began to sound.</param>
    /// <param name="cutsWord">Whether the first of those not heard was cut while it sounded.</param>
    public void SetHeard(int turnId, string heard, string? unheard, TimeSpan at, bool cutsWord = false)
    {
        var entry = AgentEntry(turnId);
        if (entry is null or { Shown.Text.Length: 0 })
        {
            if (heard.Length == 0)
            {
                return;
            }

            entry = Place(entry, new TranscriptEntry { Speaker = Speaker.Agent, Text = heard, At = at, TurnId = turnId });
        }

        Change(entry, entry.Shown with { Text = heard, Unheard = unheard, CutsWord = cutsWord });
    }

    /// <summary>Writes down that the model asked for tools.</summary>
    public void AddTools(int turnId, IReadOnlyList<ToolCall> calls, int afterWords, TimeSpan at)
    {
        _tools.Add(turnId, calls, afterWords, at);
        if (AgentEntry(turnId) is null)
        {
            // Nothing of the turn has been heard: this keeps its place.
            Place(null, new TranscriptEntry { Speaker = Speaker.Agent, Text = string.Empty, At = at, TurnId = turnId });
        }
    }

    /// <summary>Writes down what came of a tool.</summary>
    public void FinishTool(ConversationEvent.ToolFinished finished) => _tools.Finish(finished);

    /// <summary>Writes down that words of a turn only bridge a wait.</summary>
    public void AddFiller(int turnId, int fromWord, int words) => _tools.AddFiller(turnId, fromWord, words);

    /// <summary>Whether the model asked for tools in the turn.</summary>
    public bool HasTools(int turnId) => _tools.Has(turnId);

    /// <summary>Whether the caller has heard words of the turn that are more than a line to bridge a wait.</summary>
    public bool HasAnswerHeard(int turnId) => AgentEntry(turnId) is { } entry && _tools.HasAnswer(turnId, entry.Shown.Text);

    /// <summary>
    /// The conversation as the model is told it: neighbouring entries of one speaker are one message, and what the caller said for
    /// the turn to be answered comes last, even where it began before something the agent said meanwhile.
    /// </summary>
    public IReadOnlyList<ChatMessage> Messages(string systemMessage, int turnId)
    {
        var told = _entries.Where(entry => !entry.IsAside);
        return Messages(systemMessage, told.Where(entry => !IsFor(entry, turnId)).Concat(told.Where(entry => IsFor(entry, turnId))));
    }

    /// <summary>As <see cref="Messages(string, int)"/>, as if the caller's turn were over with these words.</summary>
    /// <param name="systemMessage">The first message.</param>
    /// <param name="open">The entry its words have been written to so far, or null.</param>
    /// <param name="words">Its words.</param>
    public IReadOnlyList<ChatMessage> MessagesIf(string systemMessage, Entry? open, string words)
    {
        var messages = Messages(systemMessage, _entries.Where(entry => !entry.IsAside && entry != open));
        Tell(messages, new ChatMessage(ChatRole.User, words));
        return messages;
    }

    private List<ChatMessage> Messages(string systemMessage, IEnumerable<Entry> entries)
    {
        var messages = new List<ChatMessage>(_entries.Count + 1) { new(ChatRole.System, systemMessage) };
        foreach (var entry in entries)
        {
            if (entry.Shown.Speaker is Speaker.Caller)
            {
                Tell(messages, new ChatMessage(ChatRole.User, entry.Shown.Text));
                continue;
            }

            foreach (var message in _tools.Messages(entry.Shown.TurnId, entry.Shown.Text))
            {
                Tell(messages, message);
            }
        }

        return messages;
    }

    private static void Tell(List<ChatMessage> messages, ChatMessage message)
    {
        var last = messages[^1];
        if (last.Role != message.Role || message.Role is ChatRole.Tool)
        {
            messages.Add(message);
        }
        else
        {
            messages[^1] = message with { Text = message.Text.Length == 0 ? last.Text : $"{last.Text} {message.Text}" };
        }
    }

    private Entry? AgentEntry(int turnId) => _entries.FindLast(one => one.Shown.Speaker is Speaker.Agent && one.Shown.TurnId == turnId);

    private Entry Place(Entry? entry, TranscriptEntry shown)
    {
        if (entry is not null)
        {
            _entries.Remove(entry);
        }

        entry = new Entry(shown);
        Insert(entry);
        return entry;
    }

    private static bool IsFor(Entry entry, int turnId) => entry.Shown.Speaker is Speaker.Caller && entry.Shown.TurnId == turnId;

    // An utterance belongs where it began, even when its first words were told later than something that began after it.
    private void Insert(Entry entry)
    {
        var index = _entries.Count;
        while (index > 0 && _entries[index - 1].Shown.At > entry.Shown.At)
        {
            index--;
        }

        _entries.Insert(index, entry);
    }

    private void Change(Entry entry, TranscriptEntry shown)
    {
        entry.Shown = shown;
        _transcript = null;
    }

    /// <summary>One utterance as it stands.</summary>
    public sealed class Entry
    {
        internal Entry(TranscriptEntry shown) => Shown = shown;

        public TranscriptEntry Shown { get; internal set; }

        internal bool IsAside { get; set; }
    }
}
