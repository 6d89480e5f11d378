using System.Text.Json.Serialization;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>When each character of a text sounds: <c>{"charStartTimesMs":[0,3],"charDurationsMs":[3,4],"chars":["H","i"]}</c>.</summary>
internal sealed record CharacterAlignment
{
    [JsonPropertyName("charStartTimesMs")]
    public required IReadOnlyList<int> Starts { get; init; }

    [JsonPropertyName("charDurationsMs")]
    public required IReadOnlyList<int> Durations { get; init; }

    [JsonPropertyName("chars")]
    public required IReadOnlyList<string> Characters { get; init; }

    /// <summary>Spreads each word's time over its characters; a blank lasts from the end of its word to the next one.</summary>
    public static CharacterAlignment Of(string text, SynthesizedSpeech speech)
    {
        var starts = new int[text.Length];
        var word = -1;
        for (var start = 0; start < text.Length;)
        {
            var isBlank = char.IsWhiteSpace(text[start]);
            var end = start + 1;
            while (end < text.Length && char.IsWhiteSpace(text[end]) == isBlank)
            {
                end++;
            }

            if (!isBlank && text.AsSpan(start, end - start).ContainsAnyLetterOrDigit())
            {
                word++;
                Spread(starts, start, end, speech.Words.Count > word ? speech.Words[word] : null, speech);
            }
            else
            {
                Array.Fill(starts, EndOf(word, speech), start, end - start);
            }

            start = end;
        }

        var total = Milliseconds(speech.Samples.Length);
        return new CharacterAlignment
        {
            Starts = starts,
            Durations = [.. starts.Select((start, place) => Math.Max(0, (place + 1 < starts.Length ? starts[place + 1] : total) - start))],
            Characters = [.. text.Select(character => character.ToString())],
        };
    }

    /// <summary>The characters that begin in a part of the audio, timed from the part's start; null when there are none.</summary>
    public CharacterAlignment? Between(TimeSpan from, TimeSpan to)
    {
        var places = Enumerable.Range(0, Starts.Count).Where(place => Starts[place] >= from.TotalMilliseconds && Starts[place] < to.TotalMilliseconds).ToArray();
        return places.Length is 0
            ? null
            : new CharacterAlignment
            {
                Starts = [.. places.Select(place => Starts[place] - (int)from.TotalMilliseconds)],
                Durations = [.. places.Select(place => Durations[place])],
                Characters = [.. places.Select(place => Characters[place])],
            };
    }

    private static void Spread(int[] starts, int start, int end, SynthesizedWord? word, SynthesizedSpeech speech)
    {
        var from = word?.Start.TotalMilliseconds ?? Milliseconds(speech.Samples.Length);
        var length = word is null ? 0 : (word.End - word.Start).TotalMilliseconds;
        for (var i = start; i < end; i++)
        {
            starts[i] = (int)(from + (length * (i - start) / (end - start)));
        }
    }

    private static int EndOf(int word, SynthesizedSpeech speech) =>
        word < 0 || speech.Words.Count is 0 ? 0 : (int)speech.Words[Math.Min(word, speech.Words.Count - 1)].End.TotalMilliseconds;

    private static int Milliseconds(int samples) => samples / 8;
}

file static class CharacterSpans
{
    public static bool ContainsAnyLetterOrDigit(this ReadOnlySpan<char> characters)
    {
        foreach (var character in characters)
        {
            if (char.IsLetterOrDigit(character))
            {
                return true;
            }
        }

        return false;
    }
}
