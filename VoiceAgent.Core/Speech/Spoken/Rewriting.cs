using System.Text.RegularExpressions;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>
/// A written text of which parts are said otherwise. A part belongs to the rule that claimed it first. Remembers which written words
/// become which spoken ones. Not thread-safe.
/// </summary>
internal sealed class Rewriting(string written)
{
    private readonly SortedList<int, (int End, string Spoken)> _changes = [];

    public string Written => written;

    /// <summary>Asks for every match how to say it; null leaves it to other rules.</summary>
    public void Each(Regex regex, Func<Match, string?> say)
    {
        for (var match = regex.Match(written); match.Success;)
        {
            if (ClaimedUpTo(match.Index, match.Index + match.Length) is { } end)
            {
                match = regex.Match(written, end);
                continue;
            }

            if (match.Length > 0 && say(match) is { } spoken)
            {
                _changes[match.Index] = (match.Index + match.Length, spoken);
            }

            match = match.NextMatch();
        }
    }

    /// <summary>Says a part otherwise, unless some of it is claimed.</summary>
    public void Replace(int start, int end, string spoken)
    {
        if (end > start && ClaimedUpTo(start, end) is null)
        {
            _changes[start] = (end, spoken);
        }
    }

    public bool IsClaimed(int start, int end) => ClaimedUpTo(start, end) is not null;

    /// <summary>The word that ends before a position, in lower case; empty when there is none.</summary>
    public string WordBefore(int position)
    {
        var end = position;
        while (end > 0 && written[end - 1] is ' ' or ':' or '\u00A0')
        {
            end--;
        }

        var start = end;
        while (start > 0 && char.IsLetter(written[start - 1]))
        {
            start--;
        }

        return written[start..end].ToLowerInvariant();
    }

    /// <summary>The word that begins after a position; empty when something else than a space comes first.</summary>
    public string WordAfter(int position)
    {
        var start = position;
        while (start < written.Length && written[start] is ' ' or '\u00A0')
        {
            start++;
        }

        var end = start;
        while (end < written.Length && char.IsLetter(written[end]))
        {
            end++;
        }

        return written[start..end];
    }

    public SpokenLine Finish()
    {
        if (_changes.Count == 0)
        {
            return SpokenLine.AsWritten(written);
        }

        var spoken = new SpokenWriter(written.Length * 2);
        var heardAfter = new List<int>();
        for (var i = 0; i < written.Length;)
        {
            var isChange = _changes.TryGetValue(i, out var change);
            if (isChange)
            {
                spoken.AddChange(change.Spoken);
            }
            else
            {
                spoken.Add(written[i]);
            }

            // A written word is heard once everything said for it is.
            for (var end = isChange ? change.End : i + 1; i < end; i++)
            {
                if (written[i] != ' ' && (i + 1 == written.Length || written[i + 1] == ' '))
                {
                    heardAfter.Add(spoken.Words);
                }
            }
        }

        return new SpokenLine(written, spoken.ToString(), heardAfter);
    }

    private int? ClaimedUpTo(int start, int end)
    {
        foreach (var (from, (to, _)) in _changes)
        {
            if (from < end && start < to)
            {
                return to;
            }
        }

        return null;
    }
}
