using System.Buffers.Binary;
using System.Globalization;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class SoundOnsetTests
{
    /// <summary>Levels of frames of 20 ms in dBFS, and the frames in which a sound begins.</summary>
    [Theory]
    [InlineData("-90 -90 -40 -30 -20", "2")]
    [InlineData("-70 -70 -30 -70 -70 -30", "2 5")]
    [InlineData("-70 -70 -50 -49", "")]
    [InlineData("-40 -40 -30 -25 -19", "3")]
    [InlineData("-90 -45 -45", "1")]
    public void It_begins_where_it_stands_out_of_the_noise(string levels, string begins)
    {
        foreach (var format in (AudioFormat[])[AudioFormat.Pcmu, AudioFormat.Pcma, new AudioFormat(AudioEncoding.Linear16, 8000)])
        {
            var onset = new SoundOnset();
            var found = levels.Split(' ').Select((level, index) => (index, Begins: onset.BeginsIn(Frame(double.Parse(level, CultureInfo.InvariantCulture), format))))
                .Where(one => one.Begins).Select(one => one.index);

            Assert.Equal(begins, string.Join(' ', found));
        }
    }

    [Fact]
    public void What_lasts_becomes_noise()
    {
        var onset = new SoundOnset();
        for (var second = 0; second < 8; second++)
        {
            for (var i = 0; i < 50; i++)
            {
                onset.BeginsIn(Frame(-35, AudioFormat.Pcmu));
            }
        }

        Assert.False(onset.BeginsIn(Frame(-25, AudioFormat.Pcmu)));
        Assert.True(onset.BeginsIn(Frame(-10, AudioFormat.Pcmu)));
    }

    private static AudioFrame Frame(double level, AudioFormat format)
    {
        var sample = (short)(32767 * Math.Pow(10, level / 20));
        var data = new byte[160 * format.BytesPerSample];
        for (var i = 0; i < 160; i++)
        {
            var signed = i % 2 == 0 ? sample : (short)-sample;
            switch (format.Encoding)
            {
                case AudioEncoding.Mulaw:
                    data[i] = G711.EncodeMulaw(signed);
                    break;
                case AudioEncoding.Alaw:
                    data[i] = G711.EncodeAlaw(signed);
                    break;
                default:
                    BinaryPrimitives.WriteInt16LittleEndian(data.AsSpan(2 * i), signed);
                    break;
            }
        }

        return new AudioFrame(data, format);
    }
}
