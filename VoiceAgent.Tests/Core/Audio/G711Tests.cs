using VoiceAgent.Core.Audio;

namespace VoiceAgent.Tests.Core.Audio;

[Trait("Kind", "Unit")]
public sealed class G711Tests
{
    public static TheoryData<byte, short> MulawVectors => new()
    {
        { 0x00, -32124 }, { 0x80, 32124 }, { 0xFF, 0 }, { 0x7F, 0 }, { 0xFE, 8 }, { 0x7E, -8 }, { 0xF0, 120 }, { 0xEF, 132 },
        { 0xE0, 372 }, { 0xDF, 396 }, { 0x8F, 16764 }, { 0x0F, -16764 }, { 0xAA, 5372 }, { 0x1F, -8316 }, { 0x20, -7932 },
    };

    public static TheoryData<byte, short> AlawVectors => new()
    {
        { 0xD5, 8 }, { 0x55, -8 }, { 0xAA, 32256 }, { 0x2A, -32256 }, { 0xD4, 24 }, { 0x54, -24 }, { 0xC5, 264 }, { 0xF5, 528 },
        { 0xA5, 16896 }, { 0x25, -16896 }, { 0x80, 5504 },
    };

    [Theory]
    [MemberData(nameof(MulawVectors))]
    public void Mulaw_codes_have_the_values_of_the_recommendation(byte code, short sample) => Assert.Equal(sample, G711.DecodeMulaw(code));

    [Theory]
    [MemberData(nameof(AlawVectors))]
    public void Alaw_codes_have_the_values_of_the_recommendation(byte code, short sample) => Assert.Equal(sample, G711.DecodeAlaw(code));

    [Fact]
    public void Every_mulaw_code_survives_a_round_trip_but_the_second_zero_becomes_the_first()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code == 0x7F ? 0xFF : code, G711.EncodeMulaw(G711.DecodeMulaw((byte)code)));
        }
    }

    [Fact]
    public void Every_alaw_code_survives_a_round_trip()
    {
        for (var code = 0; code < 256; code++)
        {
            Assert.Equal(code, G711.EncodeAlaw(G711.DecodeAlaw((byte)code)));
        }
    }

    [Fact]
    public void A_louder_sample_never_decodes_to_a_quieter_one()
    {
        var mulaw = int.MinValue;
        var alaw = int.MinValue;
        for (int sample = short.MinValue; sample <= short.MaxValue; sample++)
        {
            int nextMulaw = G711.DecodeMulaw(G711.EncodeMulaw((short)sample));
            int nextAlaw = G711.DecodeAlaw(G711.EncodeAlaw((short)sample));

            Assert.True(nextMulaw >= mulaw && nextAlaw >= alaw, $"at {sample}");
            mulaw = nextMulaw;
            alaw = nextAlaw;
        }
    }

    [Fact]
    public void The_error_is_at_most_half_a_step_of_the_samples_segment()
    {
        for (int sample = short.MinValue; sample <= short.MaxValue; sample++)
        {
            var magnitude = Math.Min(Math.Abs(sample), 32124);
            var mulawStep = 8 << Math.Max(0, (int)Math.Log2(magnitude + 132) - 7);
            var alawStep = 16 << Math.Max(0, (int)Math.Log2(Math.Max(1, magnitude)) - 8);

            Assert.True(Math.Abs(Clip(sample, 32635) - G711.DecodeMulaw(G711.EncodeMulaw((short)sample))) <= Math.Max(8, mulawStep), $"mu-law at {sample}");
            Assert.True(Math.Abs(sample - G711.DecodeAlaw(G711.EncodeAlaw((short)sample))) <= Math.Max(16, alawStep), $"A-law at {sample}");
        }
    }

    [Fact]
    public void Spans_are_converted_sample_by_sample()
    {
        byte[] mulaw = [0xFF, 0x00, 0x80, 0xAA];
        var samples = new short[5];
        var back = new byte[4];

        G711.DecodeMulaw(mulaw, samples);
        G711.EncodeMulaw(samples.AsSpan(0, 4), back);

        Assert.Equal([0, -32124, 32124, 5372, 0], samples);
        Assert.Equal(mulaw, back);

        byte[] alaw = [0xD5, 0xAA, 0x2A, 0x80];
        G711.DecodeAlaw(alaw, samples);
        G711.EncodeAlaw(samples.AsSpan(0, 4), back);

        Assert.Equal([8, 32256, -32256, 5504, 0], samples);
        Assert.Equal(alaw, back);
    }

    [Fact]
    public void Transcoding_is_decoding_and_encoding_and_works_in_place()
    {
        byte[] codes = [.. Enumerable.Range(0, 256).Select(code => (byte)code)];
        byte[] toAlaw = [.. codes.Select(code => G711.EncodeAlaw(G711.DecodeMulaw(code)))];
        byte[] toMulaw = [.. codes.Select(code => G711.EncodeMulaw(G711.DecodeAlaw(code)))];
        byte[] inPlace = [.. codes];

        G711.MulawToAlaw(inPlace, inPlace);
        Assert.Equal(toAlaw, inPlace);

        G711.AlawToMulaw(codes, inPlace);
        Assert.Equal(toMulaw, inPlace);
    }

    [Fact]
    public void Too_little_room_is_refused_before_anything_is_written()
    {
        Assert.Throws<ArgumentException>(() => G711.DecodeMulaw(new byte[2], new short[1]));
        Assert.Throws<ArgumentException>(() => G711.DecodeAlaw(new byte[2], new short[1]));
        Assert.Throws<ArgumentException>(() => G711.EncodeMulaw(new short[2], new byte[1]));
        Assert.Throws<ArgumentException>(() => G711.EncodeAlaw(new short[2], new byte[1]));
        Assert.Throws<ArgumentException>(() => G711.MulawToAlaw(new byte[2], new byte[1]));
    }

    private static int Clip(int sample, int most) => Math.Clamp(sample, -most, most);
}
