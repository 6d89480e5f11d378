using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>The words of one utterance as they are told: without punctuation, which is taken from the text that was given.</summary>
internal sealed class HumeWords(string text)
{
    // A word that is spoken otherwise than written ("42") is told in its spoken form; then the next written word that fits counts.
    private const int LookAhead = 4;

    private readonly string[] _written = text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    private int _next;

    public SpokenWord Of(string told, TimeSpan start)
    {
        for (var i = _next; i < Math.Min(_next + LookAhead, _written.Length); i++)
        {
            if (IsSame(_written[i], told))
            {
                _next = i + 1;
                return new SpokenWord(_written[i], start);
            }
        }

        return new SpokenWord(told.Trim(), start);
    }

    private static bool IsSame(string written, string told) =>
        written.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant).SequenceEqual(told.Where(char.IsLetterOrDigit).Select(char.ToLowerInvariant));
}
