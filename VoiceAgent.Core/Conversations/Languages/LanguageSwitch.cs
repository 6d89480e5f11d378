namespace VoiceAgent.Core.Conversations.Languages;

/// <summary>
/// Which language the conversation is held in: that of the caller's settled words, once they are enough to be sure. A loan word, a name or
/// an "okay" changes nothing; two short answers in a row in another language do. Pure; not thread-safe.
/// </summary>
/// <param name="main">BCP 47 tag of the language that the call begins in.</param>
/// <param name="further">Tags of those that it may change to.</param>
public sealed class LanguageSwitch(string main, IReadOnlyList<string> further)
{
    // About two words.
    private const int SureLetters = 10;

    // A script without spaces says as much in a letter as others in three.
    private const int DenseLetter = 3;
    private const char FirstDense = '\u2E80';

    private readonly string[] _tags = [main, .. further];
    private readonly Dictionary<string, int> _letters = new(StringComparer.Ordinal);
    private string? _suspected;

    /// <summary>BCP 47 tag of the language that is spoken.</summary>
    public string Current { get; private set; } = main;

    /// <summary>Settled words of the caller.</summary>
    /// <param name="text">The words.</param>
    /// <param name="language">As the provider reports it: an ISO 639-1 code or a tag; null when it does not tell.</param>
    public void Heard(string text, string? language)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (_tags.Length > 1 && Find(language) is { } tag)
        {
            _letters[tag] = _letters.GetValueOrDefault(tag) + text.Sum(letter => char.IsLetter(letter) ? (letter >= FirstDense ? DenseLetter : 1) : 0);
        }
    }

    /// <summary>The caller's turn is over: the tag of the language to go on in when it is another one, else null.</summary>
    public string? Decide()
    {
        if (_letters.Count == 0)
        {
            return null;
        }

        var (tag, letters) = _letters.MaxBy(heard => heard.Value);
        var isMost = letters * 3 > _letters.Values.Sum() * 2;
        _letters.Clear();
        if (!isMost || tag == Current)
        {
            _suspected = null;
            return null;
        }

        if (letters < SureLetters && _suspected != tag)
        {
            _suspected = tag;
            return null;
        }

        (_suspected, Current) = (null, tag);
        return tag;
    }

    private string? Find(string? language)
    {
        if (language is null)
        {
            return null;
        }

        var primary = Primary(language);
        return Array.Find(_tags, tag => Primary(tag) == primary);
    }

    private static string Primary(string tag) => tag.Split('-')[0].ToLowerInvariant();
}
