namespace VoiceAgent.Sandbox.Voices;

/// <summary>
/// A small voice that needs nothing installed: every letter becomes a short sound of its kind (vowel, hiss, stop, hum), made by a
/// pulse train and noise through three resonators. It is no reader, but has the energy, rhythm, melody and pauses of speech, and
/// the same text always sounds the same.
/// </summary>
internal sealed class BuiltInVoice : IVoice
{
    private const int Rate = 8000;

    public string Name => "built-in";

    public Task<SynthesizedSpeech> SpeakAsync(string text, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var words = WordTimes.Split(text);
        var spoken = new List<SynthesizedWord>(words.Count);
        var samples = new List<short>(Rate);
        var tract = new VocalTract(Seed(text));
        samples.AddRange(new short[Rate * 40 / 1000]);
        for (var i = 0; i < words.Count; i++)
        {
            var start = samples.Count;
            var melody = 1.06 - (0.16 * i / Math.Max(1, words.Count - 1)) + (words[i].EndsWith('?') ? 0.25 : 0);
            foreach (var sound in LetterSounds.Of(words[i]))
            {
                tract.Speak(sound, melody, samples);
            }

            spoken.Add(new SynthesizedWord(words[i], Time(start), Time(samples.Count + VocalTract.FadeSamples)));
            tract.Rest(PauseAfter(words[i], last: i == words.Count - 1), samples);
        }

        return Task.FromResult(new SynthesizedSpeech(words.Count is 0 ? [] : [.. samples], spoken));
    }

    private static int PauseAfter(string word, bool last) => Rate / 1000 * (last ? 60 : word[^1] switch
    {
        '.' or '?' or '!' or ';' or ':' => 260,
        ',' => 180,
        _ => 45,
    });

    private static TimeSpan Time(int sample) => new(sample * (TimeSpan.TicksPerSecond / Rate));

    // Not string.GetHashCode, which differs from process to process.
    private static uint Seed(string text) => text.Aggregate(2166136261u, (hash, c) => (hash ^ c) * 16777619u);
}
