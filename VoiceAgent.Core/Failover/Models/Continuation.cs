using System.Text;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Failover.Models;

/// <summary>
/// A reply that may have to be finished by another model. Only whole words leave it, so that a reply is never cut inside one; the next
/// model is shown what was said and asked to go on, and whatever it says again is left out. Not thread-safe.
/// </summary>
internal sealed class Continuation
{
    private const string Instruction =
        "Your last message was broken off by a technical fault after its last word. Write only what was still to come, beginning with the very next word. "
        + "Do not say anything twice, do not greet, do not mention the fault. When nothing was to come, write nothing.";

    // A repetition is recognised by its first words.
    private const int WordsToCompare = 6;

    private readonly StringBuilder _said = new();
    private readonly StringBuilder _word = new();
    private readonly StringBuilder _held = new();
    private bool _isComparing;

    /// <summary>What has left so far.</summary>
    public string Said => _said.ToString();

    /// <summary>The request to finish the reply with; the one given while nothing was said.</summary>
    public ChatRequest Rest(ChatRequest request)
    {
        _word.Clear();
        _held.Clear();
        _isComparing = _said.Length > 0;
        return _said.Length == 0 ? request : request with
        {
            Messages = [.. request.Messages, new ChatMessage(ChatRole.Assistant, Said.Trim()), new ChatMessage(ChatRole.System, Instruction)],
        };
    }

    /// <summary>Takes in text of the model and gives what may be said of it, which may be empty.</summary>
    public string Add(string text)
    {
        if (!_isComparing)
        {
            return Say(text);
        }

        _held.Append(text);
        return Compare(isEnd: false);
    }

    /// <summary>The reply is complete: gives what was held back.</summary>
    public string End()
    {
        var rest = _isComparing ? Compare(isEnd: true) : string.Empty;
        rest += _word.ToString();
        _word.Clear();
        return rest;
    }

    private string Say(string text)
    {
        _word.Append(text);
        var pending = _word.ToString();
        var end = pending.LastIndexOfAny([' ', '\n', '\t']) + 1;
        _said.Append(pending, 0, end);
        _word.Clear().Append(pending, end, pending.Length - end);
        return pending[..end];
    }

    private string Compare(bool isEnd)
    {
        var held = Words(_held.ToString());
        var said = Words(Said);
        var whole = isEnd ? held.Length : held.Length - 1;
        if (held.Length <= said.Length && Same(held.AsSpan(0, Math.Max(0, whole)), said) && !isEnd)
        {
            // So far the reply from its beginning.
            return string.Empty;
        }

        if (held.Length > said.Length && Same(said, held))
        {
            return Resume(said.Length);
        }

        if (isEnd && Same(held, said))
        {
            return Resume(held.Length);
        }

        if (whole < WordsToCompare && !isEnd)
        {
            return string.Empty;
        }

        for (var length = Math.Min(held.Length, said.Length); length > 1; length--)
        {
            if (Same(said.AsSpan(said.Length - length), held))
            {
                return Resume(length);
            }
        }

        return Resume(0);
    }

    // The held text without its first words.
    private string Resume(int words)
    {
        var text = _held.ToString().TrimStart();
        for (; words > 0; words--)
        {
            var space = text.IndexOfAny([' ', '\n', '\t']);
            text = space < 0 ? string.Empty : text[space..].TrimStart();
        }

        _isComparing = false;
        _held.Clear();
        return Say(text);
    }

    private static string[] Words(string text) => text.Split((char[])[' ', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries);

    private static bool Same(ReadOnlySpan<string> shorter, ReadOnlySpan<string> longer)
    {
        if (shorter.Length > longer.Length)
        {
            return false;
        }

        for (var i = 0; i < shorter.Length; i++)
        {
            if (!string.Equals(shorter[i], longer[i], StringComparison.OrdinalIgnoreCase))
            {
                return false;
            }
        }

        return true;
    }
}
