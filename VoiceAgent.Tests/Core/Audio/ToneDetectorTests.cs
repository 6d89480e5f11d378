using VoiceAgent.Core.Audio;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Audio;

[Trait("Kind", "Unit")]
public sealed class ToneDetectorTests
{
    private static readonly TimeSpan Frame = TimeSpan.FromMilliseconds(20);

    [Theory]
    [InlineData(440, 500)]
    [InlineData(425, 400)]
    [InlineData(1000, 220)]
    [InlineData(1000, 1000)]
    [InlineData(1012, 500)]
    [InlineData(1400, 700)]
    [InlineData(1987, 300)]
    public void The_tone_of_an_answering_machine_is_found_once_when_it_ends(double frequency, int milliseconds)
    {
        var frames = milliseconds / 20;

        Assert.Equal([10 + frames], Ends(frames, from => Sound.Tone(from, frequency)));
    }

    [Theory]
    [InlineData(0.02)]
    [InlineData(0.9)]
    public void A_soft_and_a_loud_tone_are_found(double level) => Assert.Single(Ends(20, from => Sound.Tone(from, 1000, level)));

    [Theory]
    [InlineData(697, 1209)]
    [InlineData(941, 1477)]
    [InlineData(440, 480)]
    [InlineData(350, 440)]
    public void Keys_and_the_tones_of_a_network_are_two_tones_and_no_beep(double one, double other) =>
        Assert.Empty(Ends(25, from => Sound.Tone(from, one, 0.2, other)));

    [Fact]
    public void A_tone_that_is_too_short_or_too_long_is_none()
    {
        Assert.Empty(Ends(8, from => Sound.Tone(from, 1000)));
        Assert.Empty(Ends(130, from => Sound.Tone(from, 1100)));
    }

    [Fact]
    public void A_fax_is_no_beep() => Assert.Empty(Ends(40, from => Sound.Tone(from, 2100)));

    [Theory]
    [InlineData(0.05)]
    [InlineData(0.18)]
    [InlineData(0.4)]
    public void A_voice_is_no_beep(double level) => Assert.Empty(Ends(150, from => Sound.Voice(from, level)));

    [Fact]
    public void Noise_is_no_beep() => Assert.Empty(Ends(500, from => Sound.Noise(from, -20)));

    [Fact]
    public void A_tone_that_slides_is_no_beep() =>
        Assert.Empty(Ends(25, from => Sound.Tone(from, 600 + (from.TotalMilliseconds * 2))));

    [Fact]
    public void A_law_is_understood_too()
    {
        var detector = new ToneDetector();
        var found = 0;
        for (var index = 0; index < 40; index++)
        {
            var mulaw = index is >= 5 and < 30 ? Sound.Tone(index * Frame, 1000) : Sound.Noise(index * Frame, -50);
            var alaw = new byte[160];
            for (var i = 0; i < alaw.Length; i++)
            {
                alaw[i] = G711.EncodeAlaw(G711.DecodeMulaw(mulaw[i]));
            }

            found += detector.Process(new AudioFrame(alaw, AudioFormat.Pcma)) ? 1 : 0;
        }

        Assert.Equal(1, found);
    }

    /// <summary>Quiet for ten frames, the sound, quiet again: the frames in which a tone was found to have ended.</summary>
    private static List<int> Ends(int frames, Func<TimeSpan, byte[]> sound)
    {
        var detector = new ToneDetector();
        var ends = new List<int>();
        for (var index = 0; index < frames + 30; index++)
        {
            var from = index * Frame;
            var data = index >= 10 && index < 10 + frames ? sound(from) : Sound.Noise(from, -50);
            if (detector.Process(new AudioFrame(data, AudioFormat.Pcmu)))
            {
                ends.Add(index);
            }
        }

        return ends;
    }
}
