using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>
/// Words that are said otherwise than written, as whole words in any case; the longest that fits is said. Equal when the entries are.
/// Immutable, thread-safe.
/// </summary>
[CollectionBuilder(typeof(PronunciationList), nameof(Create))]
[JsonConverter(typeof(PronunciationListJsonConverter))]
public sealed class PronunciationList : ValueList<Pronunciation>
{
    private readonly ImmutableArray<Pronunciation> _longestFirst;

    private PronunciationList(ImmutableArray<Pronunciation> entries)
        : base(entries) =>
        _longestFirst = [.. entries.Where(entry => entry.Word.Length > 0).OrderByDescending(entry => entry.Word.Length)];

    public static PronunciationList Empty { get; } = new([]);

    public static PronunciationList Create(ReadOnlySpan<Pronunciation> entries) => entries.IsEmpty ? Empty : new([.. entries]);

    /// <summary>How a word is said, or null.</summary>
    internal string? Find(ReadOnlySpan<char> word)
    {
        foreach (var entry in _longestFirst)
        {
            if (word.Equals(entry.Word, StringComparison.OrdinalIgnoreCase))
            {
                return entry.SayAs;
            }
        }

        return null;
    }

    internal void Apply(Rewriting text)
    {
        foreach (var entry in _longestFirst)
        {
            for (var at = 0; (at = text.Written.IndexOf(entry.Word, at, StringComparison.OrdinalIgnoreCase)) >= 0; at += entry.Word.Length)
            {
                if (IsWhole(text.Written, at, at + entry.Word.Length))
                {
                    text.Replace(at, at + entry.Word.Length, entry.SayAs);
                }
            }
        }
    }

    private static bool IsWhole(string text, int start, int end) =>
        (start == 0 || !char.IsLetterOrDigit(text[start - 1]) || !char.IsLetterOrDigit(text[start]))
        && (end == text.Length || !char.IsLetterOrDigit(text[end]) || !char.IsLetterOrDigit(text[end - 1]));
}

internal sealed class PronunciationListJsonConverter() : ValueListJsonConverter<PronunciationList, Pronunciation>(items => [.. items]);
