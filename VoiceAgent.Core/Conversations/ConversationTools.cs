using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Conversations;

/// <summary>
/// The tools of a conversation: what was asked for, after which words of which turn, and what came of it; and the lines that only bridged a
/// wait, which the model is not told.
/// </summary>
internal sealed class ConversationTools
{
    // What earlier turns looked up is remembered in part: results are long, and the model has answered from them.
    private const int EarlierResultLength = 1500;
    private const int RoundsRemembered = 20;

    private readonly Dictionary<int, List<Mark>> _byTurn = [];
    private readonly Dictionary<(int TurnId, string Id), string> _results = [];
    private readonly List<ToolTrace> _traces = [];
    private ToolTrace[]? _shown;
    private int _rounds;

    /// <summary>A new list after each change.</summary>
    public IReadOnlyList<ToolTrace> Traces => _shown ??= [.. _traces];

    public bool Has(int turnId) => _byTurn.TryGetValue(turnId, out var marks) && marks.Exists(mark => mark.Calls is not null);

    public void Add(int turnId, IReadOnlyList<ToolCall> calls, int afterWords, TimeSpan at)
    {
        MarksOf(turnId).Add(new Mark(afterWords, 0, calls, ++_rounds));
        foreach (var call in calls)
        {
            _traces.Add(new ToolTrace { Id = call.Id, Name = Shown(call.Name), TurnId = turnId, Arguments = Shown(call.Arguments), At = at });
        }

        _shown = null;
    }

    public void AddFiller(int turnId, int fromWord, int words) => MarksOf(turnId).Add(new Mark(fromWord, words, null, 0));

    public void Finish(ConversationEvent.ToolFinished finished)
    {
        var index = _traces.FindIndex(trace => trace.TurnId == finished.TurnId && trace.Id == finished.Id);
        if (index >= 0)
        {
            _traces[index] = _traces[index] with { Result = Shown(finished.Result), Outcome = finished.Outcome, Duration = finished.Duration };
            _results[(finished.TurnId, finished.Id)] = finished.Result;
            _shown = null;
        }
    }

    /// <summary>Whether some of the heard words are more than a line that bridged a wait.</summary>
    public bool HasAnswer(int turnId, string heard)
    {
        if (heard.Length == 0 || !_byTurn.TryGetValue(turnId, out var marks))
        {
            return heard.Length > 0;
        }

        var words = Words(heard);
        return Enumerable.Range(0, words.Length).Any(word => !IsFiller(marks, word));
    }

    /// <summary>A turn of the agent as the model is told it: words, what was asked for, results, words.</summary>
    public IEnumerable<ChatMessage> Messages(int turnId, string heard)
    {
        if (!_byTurn.TryGetValue(turnId, out var marks))
        {
            return heard.Length == 0 ? [] : [new ChatMessage(ChatRole.Assistant, heard)];
        }

        var messages = new List<ChatMessage>();
        var words = Words(heard);
        var from = 0;
        foreach (var mark in marks.Where(mark => mark.Calls is not null))
        {
            var to = Math.Min(Math.Max(from, mark.FromWord), words.Length);
            messages.Add(new ChatMessage(ChatRole.Assistant, Text(words, marks, from, to)) { ToolCalls = mark.Calls! });
            messages.AddRange(mark.Calls!.Select(call => ChatMessage.ResultOf(call, ResultOf(turnId, call, mark.Round))));
            from = to;
        }

        if (Text(words, marks, from, words.Length) is { Length: > 0 } rest)
        {
            messages.Add(new ChatMessage(ChatRole.Assistant, rest));
        }

        return messages;
    }

    private string ResultOf(int turnId, ToolCall call, int round)
    {
        if (!_results.TryGetValue((turnId, call.Id), out var result))
        {
            return "Still running. Its result will be here later; do not ask for it again.";
        }

        if (_rounds - round >= RoundsRemembered)
        {
            return "[Left out: too long ago. Ask for it again if it is needed.]";
        }

        return result.Length <= EarlierResultLength ? result : $"{result.AsSpan(0, EarlierResultLength)}\n[The rest is left out.]";
    }

    private static string Text(string[] words, List<Mark> marks, int from, int to) =>
        string.Join(' ', Enumerable.Range(from, to - from).Where(word => !IsFiller(marks, word)).Select(word => words[word]));

    private static bool IsFiller(List<Mark> marks, int word) => marks.Exists(mark => mark.Calls is null && word >= mark.FromWord && word < mark.FromWord + mark.Words);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string Shown(string text) => text.Length <= ToolTrace.MaxShown ? text : text[..ToolTrace.MaxShown];

    private List<Mark> MarksOf(int turnId)
    {
        if (!_byTurn.TryGetValue(turnId, out var marks))
        {
            _byTurn[turnId] = marks = [];
        }

        return marks;
    }

    /// <summary>A place in the words of a turn.</summary>
    /// <param name="FromWord">Words before it.</param>
    /// <param name="Words">Length of a line that bridged a wait.</param>
    /// <param name="Calls">What was asked for; null for such a line.</param>
    /// <param name="Round">Counts what was asked for in the call.</param>
    private sealed record Mark(int FromWord, int Words, IReadOnlyList<ToolCall>? Calls, int Round);
}
