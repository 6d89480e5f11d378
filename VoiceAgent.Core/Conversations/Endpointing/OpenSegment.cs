namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>
/// The provider's open segment, as far as its words were answered before they were settled. Tells whether a later report is of the same
/// segment, whose answered words are not new, or of another: then the open one was never settled, and nothing of the new one is answered.
/// </summary>
internal sealed class OpenSegment
{
    // A report so soon after the last one, with no new voice between them, is of the same segment however it is worded.
    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(1500);

    // What comes so long after the last report, or after the voice began anew, may say the same once more.
    private static readonly TimeSpan Stale = TimeSpan.FromSeconds(4);
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(600);

    private string _lastText = string.Empty;
    private string[] _dropped = [];
    private TimeSpan _heardAt;
    private TimeSpan? _voiceAgainAt;

    /// <summary>How many of its words were answered and are no part of the turn any more.</summary>
    public int Dropped => _dropped.Length;

    /// <summary>The caller's voice began anew.</summary>
    public void VoiceStarted(TimeSpan at) => _voiceAgainAt ??= at;

    /// <summary>An answer begins to the words as they are.</summary>
    public void Answered() => _voiceAgainAt = null;

    /// <summary>Further words of the segment are no part of the turn any more.</summary>
    public void Drop(string words) => _dropped = [.. _dropped, .. CallerWords.Split(words)];

    /// <summary>Whether a report is of the same segment. It is remembered as the last one.</summary>
    /// <param name="text">The segment's whole text.</param>
    /// <param name="answered">Words at its beginning that are answered and still part of the turn.</param>
    /// <param name="now">When it is reported.</param>
    public bool IsSame(string text, string answered, TimeSpan now)
    {
        string[] expected = [.. _dropped, .. CallerWords.Split(answered)];
        var isSame = expected.Length == 0 || text == _lastText || IsSame(CallerWords.Split(text), expected, now);
        (_lastText, _heardAt) = (text, now);
        if (!isSame)
        {
            Close();
            _lastText = text;
        }

        return isSame;
    }

    /// <summary>The segment is settled, or was given up: the next report is of another.</summary>
    public void Close()
    {
        _lastText = string.Empty;
        _dropped = [];
        _voiceAgainAt = null;
    }

    private bool IsSame(string[] words, string[] expected, TimeSpan now)
    {
        if (_voiceAgainAt is null && now - _heardAt <= Fresh)
        {
            return true;
        }

        var compared = Math.Min(words.Length, expected.Length);
        var equal = 0;
        for (var i = 0; i < compared; i++)
        {
            equal += string.Equals(words[i], expected[i], StringComparison.OrdinalIgnoreCase) ? 1 : 0;
        }

        // Where the same may be said again, only its exact beginning with more after it goes on with the old words.
        var mayBeAgain = now - _heardAt > Stale || now - _voiceAgainAt >= SettlingTime;
        return mayBeAgain ? words.Length > expected.Length && equal == compared : 3 * equal >= 2 * compared;
    }
}
