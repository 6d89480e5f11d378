using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Core.Conversations;

/// <content>The agent's own words that the line brings back: they interrupt nobody, are answered by nobody and are no entry.</content>
public sealed partial class Conversation
{
    // A word or two that the agent has just said may be the caller's choice between what it offered.
    private const int LongestChoice = 2;

    // What is brought back is settled by then.
    private static readonly TimeSpan LatestEcho = TimeSpan.FromSeconds(2);

    private string _said = string.Empty;
    private TimeSpan _saidUntil = TimeSpan.MinValue;

    private bool IsChoice => CallerWords.Count(_detector.NewText) <= LongestChoice && _said.TrimEnd().EndsWith('?');

    private void Said(string words, TimeSpan until)
    {
        (_said, _saidUntil) = (words, until);
        _detector.AgentSaid(words);
        _detector.AgentHeard(words);
    }

    private void DropEcho()
    {
        if (_detector.Interim.Length == 0 && CallerWords.Count(_detector.NewText) > LongestChoice)
        {
            _detector.Forget();
        }
    }

    // The last words come back when the agent has ended; the caller's began after that.
    private void DropLateEcho(TimeSpan at)
    {
        var isLate = at - LatestEcho <= _saidUntil && _detector.SoundBeganAt <= _saidUntil;
        if (isLate && _detector.IsEcho && CallerWords.Count(_detector.NewText) > LongestChoice)
        {
            _detector.Forget();
        }
    }
}
