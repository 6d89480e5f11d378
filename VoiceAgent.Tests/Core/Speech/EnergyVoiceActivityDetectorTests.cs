using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class EnergyVoiceActivityDetectorTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(-35)]
    [InlineData(-40)]
    [InlineData(-50)]
    [InlineData(-60)]
    public void Comfort_noise_is_no_voice_at_the_start_and_after_digital_silence(double level)
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);

        Assert.All(Enumerable.Range(0, 250), _ => Assert.Equal(VoiceActivity.Quiet, Noise(detector, level)));
        Assert.All(Enumerable.Range(0, 250), _ => Assert.Equal(VoiceActivity.Quiet, Silence(detector)));
        Assert.All(Enumerable.Range(0, 250), _ => Assert.Equal(VoiceActivity.Quiet, Noise(detector, level)));
    }

    [Theory]
    [InlineData(-35, 0.18)]
    [InlineData(-50, 0.18)]
    [InlineData(-50, 0.02)]
    [InlineData(-60, 0.01)]
    public void Voice_starts_speech_within_60_ms_and_200_ms_without_it_stop_it(double noise, double voice)
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);
        Repeat(100, () => Noise(detector, noise));

        Assert.Equal(
            [VoiceActivity.Starting, VoiceActivity.Starting, VoiceActivity.Speaking, VoiceActivity.Speaking],
            Repeat(4, () => Voice(detector, voice)));
        Repeat(46, () => Voice(detector, voice));
        Assert.Equal(
            [.. Enumerable.Repeat(VoiceActivity.Stopping, 9), VoiceActivity.Quiet],
            Repeat(10, () => Noise(detector, noise)));
        Assert.Equal(TimeSpan.FromSeconds(2), detector.SpeechStart);
        Assert.Equal(TimeSpan.FromSeconds(3), detector.SpeechEnd);
        Assert.Equal(TimeSpan.FromSeconds(1), detector.VoicedDuration);
    }

    [Fact]
    public void A_click_is_no_speech()
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);
        Repeat(50, () => Noise(detector, -50));

        Assert.Equal([VoiceActivity.Starting, VoiceActivity.Starting], Repeat(2, () => Noise(detector, -10)));
        Assert.Equal(VoiceActivity.Quiet, Noise(detector, -50));
    }

    [Fact]
    public void A_pause_between_words_does_not_end_speech()
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);
        Repeat(50, () => Noise(detector, -50));
        Repeat(20, () => Voice(detector, 0.1));
        Repeat(8, () => Noise(detector, -50));

        Assert.Equal(VoiceActivity.Speaking, Voice(detector, 0.1));
        Assert.Equal(TimeSpan.FromSeconds(1), detector.SpeechStart);
        Assert.Equal(21 * Frame, detector.VoicedDuration);
    }

    [Fact]
    public void An_endless_tone_turns_out_to_be_noise()
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);
        Repeat(50, () => Noise(detector, -50));

        Assert.Contains(VoiceActivity.Quiet, Repeat(3000, () => Voice(detector, 0.05)).Skip(100));
    }

    [Fact]
    public void Loud_noise_is_voice_in_every_encoding_and_frame_length()
    {
        AudioFormat[] formats = [AudioFormat.Pcmu, AudioFormat.Pcma, new(AudioEncoding.Linear16, 8000)];
        Assert.All(formats, format =>
        {
            var detector = new EnergyVoiceActivityDetector(format);
            var samples = new short[8000];
            var random = new Random(1);
            for (var i = 4000; i < samples.Length; i++)
            {
                samples[i] = (short)random.Next(-8000, 8000);
            }

            var data = Encode(samples, format);
            for (var offset = 0; offset < data.Length; offset += 74)
            {
                detector.Process(new AudioFrame(data.AsMemory(offset, Math.Min(74, data.Length - offset)), format));
            }

            Assert.Equal(VoiceActivity.Speaking, detector.Activity);
            Assert.Equal(TimeSpan.FromMilliseconds(500), detector.SpeechStart);
        });
    }

    [Fact]
    public void Frames_are_processed_without_allocation()
    {
        var detector = new EnergyVoiceActivityDetector(AudioFormat.Pcmu);
        var frame = new AudioFrame(Sound.Voice(TimeSpan.Zero, 0.02), AudioFormat.Pcmu);
        Repeat(50, () => detector.Process(frame));

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 1000; i++)
        {
            detector.Process(frame);
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static byte[] Encode(short[] samples, AudioFormat format) => format.Encoding switch
    {
        AudioEncoding.Mulaw => [.. samples.Select(G711.EncodeMulaw)],
        AudioEncoding.Alaw => [.. samples.Select(G711.EncodeAlaw)],
        _ => [.. samples.SelectMany(BitConverter.GetBytes)],
    };

    private static VoiceActivity[] Repeat(int count, Func<VoiceActivity> process) => [.. Enumerable.Range(0, count).Select(_ => process())];

    private static VoiceActivity Noise(EnergyVoiceActivityDetector detector, double level) => Process(detector, Sound.Noise(detector.Position, level));

    private static VoiceActivity Voice(EnergyVoiceActivityDetector detector, double level) => Process(detector, Sound.Voice(detector.Position, level));

    private static VoiceActivity Silence(EnergyVoiceActivityDetector detector) => Process(detector, [.. Enumerable.Repeat((byte)0xFF, 160)]);

    private static VoiceActivity Process(EnergyVoiceActivityDetector detector, byte[] frame) => detector.Process(new AudioFrame(frame, AudioFormat.Pcmu));
}
