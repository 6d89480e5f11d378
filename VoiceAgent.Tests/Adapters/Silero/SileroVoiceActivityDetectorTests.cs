using VoiceAgent.Core.Adapters.Silero;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Tests.Adapters.Silero;

/// <summary>The model on the voices of the sandbox; docs/performance.md has it on recordings of people.</summary>
[Trait("Kind", "Adapter")]
public sealed class SileroVoiceActivityDetectorTests
{
    private const int FrameLength = 160;

    [Fact]
    public async Task A_sentence_is_one_stretch_of_voice_at_its_place()
    {
        using var detectors = Load();
        using var detector = detectors.Create(AudioFormat.Pcmu);
        var speech = await new BuiltInVoice().SpeakAsync("I would like to book a table for four people, please", CancellationToken.None);
        var codes = Mulaw([.. new short[8000], .. speech.Samples, .. new short[8000]]);

        var active = Listen(detector, codes);

        var first = Array.IndexOf(active, true);
        Assert.InRange(first * 20, 1000, 1240);
        Assert.False(active[^1]);
        Assert.InRange(detector.SpeechEnd, TimeSpan.FromSeconds(1.5), TimeSpan.FromSeconds((speech.Samples.Length / 8000.0) + 1.2));
    }

    /// <summary>The model goes on hearing a voice for up to a tenth of a second; the end is where the sound ended.</summary>
    [Theory]
    [InlineData("I would like to book a table for four people, please")]
    [InlineData("How much is the large one with delivery")]
    [InlineData("Can I come on Monday at nine")]
    public async Task The_end_of_speech_is_where_its_sound_ended(string sentence)
    {
        using var detectors = Load();
        var speech = await new BuiltInVoice().SpeakAsync(sentence, CancellationToken.None);
        var ended = (8000 + Array.FindLastIndex(speech.Samples, sample => Math.Abs((int)sample) > 200)) / 8000.0;
        for (var shift = 0; shift < 8; shift++)
        {
            using var detector = detectors.Create(AudioFormat.Pcmu);
            Listen(detector, Mulaw([.. new short[shift * 32], .. new short[8000], .. speech.Samples, .. new short[8000]]));

            Assert.InRange(detector.SpeechEnd.TotalSeconds, ended + (shift * 0.004) - 0.03, ended + (shift * 0.004) + 0.04);
        }
    }

    [Fact]
    public void Noise_is_no_voice()
    {
        using var detectors = Load();
        using var detector = detectors.Create(AudioFormat.Pcmu);
        var random = new Random(7);
        var noise = new short[5 * 8000];
        for (var i = 0; i < noise.Length; i++)
        {
            noise[i] = (short)random.Next(-6000, 6000);
        }

        Assert.DoesNotContain(true, Listen(detector, Mulaw(noise)));
    }

    [Fact]
    public async Task Streams_on_one_model_do_not_hear_each_other()
    {
        using var detectors = Load();
        var speech = await new BuiltInVoice().SpeakAsync("How much is the large one with delivery", CancellationToken.None);
        var codes = Mulaw([.. new short[4000], .. speech.Samples, .. new short[4000]]);
        using var alone = detectors.Create(AudioFormat.Pcmu);
        var expected = Listen(alone, codes);

        await Parallel.ForEachAsync(Enumerable.Range(0, 8), (_, _) =>
        {
            using var detector = detectors.Create(AudioFormat.Pcmu);
            Assert.Equal(expected, Listen(detector, codes));
            return ValueTask.CompletedTask;
        });
    }

    [Fact]
    public void Without_the_right_weights_the_built_in_detector_listens_and_says_why()
    {
        var folder = Directory.CreateTempSubdirectory("voiceagent-test-").FullName;
        var wrong = Path.Combine(folder, SileroWeights.FileName);
        File.WriteAllBytes(wrong, new byte[100]);

        var missing = SileroDetectors.Load(Path.Combine(folder, "none.onnx"));
        var other = SileroDetectors.Load(wrong);
        Directory.Delete(folder, recursive: true);

        Assert.Equal(("built-in", "built-in"), (missing.Name, other.Name));
        Assert.Contains("missing", missing.Limitation, StringComparison.Ordinal);
        Assert.Contains("not the expected ones", other.Limitation, StringComparison.Ordinal);
    }

    private static SileroDetectors Load()
    {
        var detectors = SileroDetectors.Load(SileroWeights.DefaultPath) as SileroDetectors;
        Assert.SkipUnless(detectors is not null, "The weights of the voice activity model could not be fetched: the model is not tried.");
        return detectors!;
    }

    private static bool[] Listen(IVoiceActivityDetector detector, byte[] codes)
    {
        var active = new bool[codes.Length / FrameLength];
        for (var frame = 0; frame < active.Length; frame++)
        {
            active[frame] = detector.Process(new AudioFrame(codes.AsMemory(frame * FrameLength, FrameLength), AudioFormat.Pcmu))
                is VoiceActivity.Speaking or VoiceActivity.Stopping;
        }

        return active;
    }

    private static byte[] Mulaw(short[] samples)
    {
        var codes = new byte[samples.Length];
        G711.EncodeMulaw(samples, codes);
        return codes;
    }
}
