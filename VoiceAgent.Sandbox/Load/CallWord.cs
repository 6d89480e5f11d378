using System.Text.RegularExpressions;

namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// The word by which a turn of a call is recognised in transcripts, prompts and answers: <c>k</c> and five letters from a to p. No digits,
/// which a server may write out before they are spoken.
/// </summary>
internal static partial class CallWord
{
    public static string Of(int call, int turn) =>
        string.Create(6, (call << 8) | turn, static (word, value) =>
        {
            word[0] = 'k';
            for (var i = 5; i > 0; i--)
            {
                word[i] = (char)('a' + (value & 0xF));
                value >>= 4;
            }
        });

    /// <summary>The last such word of a text.</summary>
    public static bool TryFindLast(string text, out int call, out int turn)
    {
        var found = Last().Match(text);
        var value = 0;
        foreach (var letter in found.ValueSpan.Length > 0 ? found.ValueSpan[1..] : [])
        {
            value = (value << 4) | (char.ToLowerInvariant(letter) - 'a');
        }

        (call, turn) = (value >> 8, value & 0xFF);
        return found.Success;
    }

    [GeneratedRegex(@"\bk[a-p]{5}\b", RegexOptions.RightToLeft | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Last();
}
