using System.Text.Json;
using VoiceAgent.Core.Adapters.Silero;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Benchmarks.VoiceActivity;

/// <summary>
/// How well voice is told from silence, noise and music on real telephone recordings, by the model and by the built-in detector in the
/// same run: <c>-- voice-activity --recordings FOLDER --music FOLDER</c>. Prints one JSON object. Everything goes through mu-law in
/// frames of 20 ms, as a call brings it; what a detector says is taken when it says it, at the end of the frame.
/// </summary>
internal static class VoiceActivityMeasurement
{
    private const int Recordings = 40;
    private const int FrameLength = Recording.SampleRate / 50;
    private const int Collar = Recording.SampleRate * 80 / 1000;

    /// <summary>Speech is over when there was no voice for this long, which is no false alarm.</summary>
    private const int Hangover = Recording.SampleRate * 220 / 1000;
    private const int LeadIn = Recording.SampleRate / 2;
    private const int MusicLength = Recording.SampleRate * 60;

    public static int Run(string recordings, string music)
    {
        var voices = Utterances(recordings);
        float[][] songs = [.. Directory.GetFiles(music, "*.wav").Order(StringComparer.Ordinal).Select(Recording.Read).OfType<float[]>().Select(song => song[..Math.Min(song.Length, MusicLength)])];
        if (voices.Length < Recordings || songs.Length == 0)
        {
            Console.Error.WriteLine($"{Recordings} recordings of 8 kHz mono are needed and some music; found {voices.Length} and {songs.Length}.");
            return 1;
        }

        var model = SileroDetectors.Load(SileroWeights.DefaultPath);
        var results = new List<object>();
        foreach (var detectors in (IVoiceActivityDetectors[])(model.Limitation is null ? [model, new EnergyVoiceActivityDetectors()] : [model]))
        {
            results.Add(Measure(detectors, voices, songs));
        }

        (model as IDisposable)?.Dispose();
        Console.WriteLine(JsonSerializer.Serialize(new { recordings = voices.Length, detectors = results }));
        return 0;
    }

    /// <summary>The first forty of one to six seconds, in the order of their names, each after half a second of silence.</summary>
    private static float[][] Utterances(string folder) =>
    [
        .. Directory.GetFiles(folder, "*.wav").Order(StringComparer.Ordinal).Select(Recording.Read).OfType<float[]>()
            .Where(voice => voice.Length is > Recording.SampleRate and < 6 * Recording.SampleRate)
            .Take(Recordings)
            .Select(voice => (float[])[.. new float[LeadIn], .. voice, .. new float[LeadIn]]),
    ];

    private static object Measure(IVoiceActivityDetectors detectors, float[][] voices, float[][] songs)
    {
        var pink = Recording.PinkNoise(Recording.SampleRate * 10);
        return new
        {
            detector = detectors.Name,
            clean = Condition(detectors, voices, static (voice, _) => voice),
            noise10Db = Condition(detectors, voices, (voice, _) => Recording.Mix(voice, pink, 10)),
            music10Db = Condition(detectors, voices, (voice, i) => Recording.Mix(voice, songs[i % songs.Length], 10)),
            musicFalseStartsPerMinute = Math.Round(FalseStarts(detectors, songs), 2),
            microsecondsPer32Ms = Math.Round(Cost(detectors, voices), 1),
        };
    }

    private static object Condition(IVoiceActivityDetectors detectors, float[][] voices, Func<float[], int, float[]> hear)
    {
        long hits = 0, voiced = 0, alarms = 0, silent = 0;
        var onsets = new List<double>();
        for (var i = 0; i < voices.Length; i++)
        {
            var labels = Labels.Of(voices[i]);
            var active = Listen(detectors, hear(voices[i], i));
            for (var frame = 0; frame < active.Length; frame++)
            {
                var middle = (frame * FrameLength) + (FrameLength / 2);
                if (labels.IsSettled(middle, labels.IsVoice(middle) ? Collar : Collar + Hangover, Collar))
                {
                    _ = labels.IsVoice(middle) ? (voiced++, hits += active[frame] ? 1 : 0) : (silent++, alarms += active[frame] ? 1 : 0);
                }
            }

            var first = labels.Onsets().First();
            var heard = Array.FindIndex(active, first / FrameLength, static value => value);
            onsets.Add(heard < 0 ? double.PositiveInfinity : (((heard + 1) * FrameLength) - first) * 1000.0 / Recording.SampleRate);
        }

        onsets.Sort();
        return new
        {
            hitPercent = Math.Round(100.0 * hits / voiced, 1),
            falseAlarmPercent = Math.Round(100.0 * alarms / silent, 1),
            onsetMs = new { p50 = Math.Round(onsets[onsets.Count / 2]), p95 = Math.Round(onsets[(int)(onsets.Count * 0.95)]) },
        };
    }

    private static double FalseStarts(IVoiceActivityDetectors detectors, float[][] songs)
    {
        var starts = 0;
        foreach (var song in songs)
        {
            var active = Listen(detectors, song);
            starts += Enumerable.Range(0, active.Length).Count(i => active[i] && (i == 0 || !active[i - 1]));
        }

        return starts / (songs.Sum(song => (double)song.Length) / MusicLength);
    }

    private static double Cost(IVoiceActivityDetectors detectors, float[][] voices)
    {
        var best = double.PositiveInfinity;
        for (var pass = 0; pass < 5; pass++)
        {
            var started = TimeProvider.System.GetTimestamp();
            foreach (var voice in voices)
            {
                Listen(detectors, voice);
            }

            best = Math.Min(best, TimeProvider.System.GetElapsedTime(started).TotalMicroseconds / (voices.Sum(voice => (double)voice.Length) / SileroModel.WindowLength));
        }

        return best;
    }

    /// <summary>Whether somebody speaks, after each frame.</summary>
    private static bool[] Listen(IVoiceActivityDetectors detectors, float[] samples)
    {
        using var detector = detectors.Create(AudioFormat.Pcmu);
        var codes = Recording.ToMulaw(samples);
        var active = new bool[codes.Length / FrameLength];
        for (var frame = 0; frame < active.Length; frame++)
        {
            active[frame] = detector.Process(new AudioFrame(codes.AsMemory(frame * FrameLength, FrameLength), AudioFormat.Pcmu))
                is Core.Speech.VoiceActivity.Speaking or Core.Speech.VoiceActivity.Stopping;
        }

        return active;
    }
}
