namespace VoiceAgent.Benchmarks.VoiceActivity;

/// <summary>
/// Where a clean studio recording holds voice: frames of 10 ms whose level is within 35 dB of the loudest frame. Gaps of up to 150 ms,
/// which are stops and pauses inside a word group, count as voice; a sound shorter than 50 ms does not.
/// </summary>
internal sealed class Labels
{
    private const int Frame = Recording.SampleRate / 100;
    private const double RangeDb = 35;
    private const int LongestGap = 15;
    private const int ShortestVoice = 5;

    private readonly bool[] _frames;

    private Labels(bool[] frames) => _frames = frames;

    public static Labels Of(float[] clean)
    {
        var levels = Enumerable.Range(0, clean.Length / Frame)
            .Select(frame => 10 * Math.Log10(clean.Skip(frame * Frame).Take(Frame).Average(sample => (double)sample * sample) + 1e-3))
            .ToArray();
        var loudest = levels.Length == 0 ? 0 : levels.Max();
        var frames = levels.Select(level => level > loudest - RangeDb).ToArray();
        Fill(frames, value: false, LongestGap, inside: true);
        Fill(frames, value: true, ShortestVoice, inside: false);
        return new Labels(frames);
    }

    public bool IsVoice(int sample) => sample / Frame < _frames.Length && _frames[sample / Frame];

    /// <summary>Samples at which voice begins.</summary>
    public IEnumerable<int> Onsets() =>
        Enumerable.Range(0, _frames.Length).Where(i => _frames[i] && (i == 0 || !_frames[i - 1])).Select(i => i * Frame);

    /// <summary>Whether all of the samples around are labelled alike, so that a verdict can be held against it.</summary>
    public bool IsSettled(int sample, int before, int after)
    {
        var first = Math.Max(0, (sample - before) / Frame);
        var last = Math.Min(_frames.Length - 1, (sample + after) / Frame);
        var value = IsVoice(sample);
        for (var i = first; i <= last; i++)
        {
            if (_frames[i] != value)
            {
                return false;
            }
        }

        return true;
    }

    private static void Fill(bool[] frames, bool value, int longest, bool inside)
    {
        for (var start = 0; start < frames.Length; start++)
        {
            if (frames[start] != value)
            {
                continue;
            }

            var end = start;
            while (end < frames.Length && frames[end] == value)
            {
                end++;
            }

            var isBounded = start > 0 && end < frames.Length;
            if (end - start <= longest && (!inside || isBounded))
            {
                frames.AsSpan(start, end - start).Fill(!value);
            }

            start = end;
        }
    }
}
