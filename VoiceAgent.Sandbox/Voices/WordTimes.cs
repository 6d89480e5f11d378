namespace VoiceAgent.Sandbox.Voices;

/// <summary>
/// Where the words of a text sound in speech of it: the pauses of the speech are matched with the punctuation of the text, and
/// within a phrase time goes by the number of letters.
/// </summary>
internal static class WordTimes
{
    private const int Rate = 8000;
    private const int Block = 80;
    private const int MinPauseBlocks = 13;
    private const double SilenceLevel = 120;

    /// <summary>Words of a text as written, split at blanks; pieces without a letter or digit belong to the word before.</summary>
    public static IReadOnlyList<string> Split(string text)
    {
        var words = new List<string>();
        foreach (var piece in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (piece.Any(char.IsLetterOrDigit))
            {
                words.Add(piece);
            }
            else if (words.Count > 0)
            {
                words[^1] += piece;
            }
        }

        return words;
    }

    /// <param name="text">What is spoken.</param>
    /// <param name="samples">The speech, at 8 kHz.</param>
    public static IReadOnlyList<SynthesizedWord> Estimate(string text, ReadOnlySpan<short> samples)
    {
        var phrases = Phrases(Split(text));
        var spans = SoundingSpans(samples);
        if (phrases.Count is 0 || spans.Count is 0)
        {
            return [];
        }

        var words = new List<SynthesizedWord>();
        if (spans.Count == phrases.Count)
        {
            for (var i = 0; i < spans.Count; i++)
            {
                Spread(phrases[i], spans[i].Start, spans[i].End, words);
            }
        }
        else
        {
            Spread([.. phrases.SelectMany(phrase => phrase)], spans[0].Start, spans[^1].End, words);
        }

        return words;
    }

    private static List<List<string>> Phrases(IReadOnlyList<string> words)
    {
        var phrases = new List<List<string>>();
        var open = false;
        foreach (var word in words)
        {
            if (!open)
            {
                phrases.Add([]);
            }

            phrases[^1].Add(word);
            open = word[^1] is not (',' or '.' or '?' or '!' or ';' or ':');
        }

        return phrases;
    }

    private static List<(int Start, int End)> SoundingSpans(ReadOnlySpan<short> samples)
    {
        var spans = new List<(int Start, int End)>();
        for (var start = 0; start < samples.Length; start += Block)
        {
            var block = samples.Slice(start, Math.Min(Block, samples.Length - start));
            if (Level(block) < SilenceLevel)
            {
                continue;
            }

            var end = start + block.Length;
            if (spans.Count > 0 && start - spans[^1].End < MinPauseBlocks * Block)
            {
                spans[^1] = (spans[^1].Start, end);
            }
            else
            {
                spans.Add((start, end));
            }
        }

        return spans;
    }

    private static void Spread(List<string> words, int start, int end, List<SynthesizedWord> into)
    {
        var total = words.Sum(Weight);
        var done = 0;
        foreach (var word in words)
        {
            var from = start + (int)((long)(end - start) * done / total);
            done += Weight(word);
            into.Add(new SynthesizedWord(word, Time(from), Time(start + (int)((long)(end - start) * done / total))));
        }
    }

    // A digit is read as a whole word.
    private static int Weight(string word) => 1 + word.Sum(c => char.IsDigit(c) ? 4 : char.IsLetter(c) ? 1 : 0);

    private static TimeSpan Time(int sample) => new(sample * (TimeSpan.TicksPerSecond / Rate));

    private static double Level(ReadOnlySpan<short> samples)
    {
        var sum = 0.0;
        foreach (var sample in samples)
        {
            sum += sample * (double)sample;
        }

        return Math.Sqrt(sum / samples.Length);
    }
}
