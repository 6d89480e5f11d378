namespace VoiceAgent.Core.Audio;

/// <summary>
/// G.711 companding: mu-law (PCMU) and A-law (PCMA) to signed 16-bit samples and back, and between the two.
/// <para>
/// References: ITU-T Recommendation G.711 (11/1988), tables 1a to 2b; ITU-T G.191 software tool library, module g711
/// (negative samples are complemented, not negated); RFC 3551 sections 4.5.14 for PCMU and PCMA.
/// </para>
/// <para>
/// Parameters: 8 bits a sample; mu-law codes 14-bit samples, A-law 13-bit ones, both here as 16-bit samples with the low bits
/// dropped. Largest magnitude: mu-law 32124, A-law 32256. Silence is 0xFF (mu-law, 0) and 0xD5 (A-law, 8). Code 0x7F of
/// mu-law is a second zero, which is never written.
/// </para>
/// All methods are pure, allocate nothing, and write exactly as many samples as they read.
/// </summary>
public static class G711
{
    private const int MulawBias = 33;
    private const int MulawClip = 0x1FFF;

    private static readonly short[] MulawToLinear = Table(256, code => ExpandMulaw((byte)code));
    private static readonly short[] AlawToLinear = Table(256, code => ExpandAlaw((byte)code));

    // Indexed by the sample's upper 14 and 12 bits: the others do not change the code.
    private static readonly byte[] LinearToMulaw = Table(1 << 14, index => CompressMulaw((short)(index << 2)));
    private static readonly byte[] LinearToAlaw = Table(1 << 12, index => CompressAlaw((short)(index << 4)));

    private static readonly byte[] MulawToAlawCodes = Table(256, code => EncodeAlaw(MulawToLinear[code]));
    private static readonly byte[] AlawToMulawCodes = Table(256, code => EncodeMulaw(AlawToLinear[code]));

    /// <summary>The 16-bit sample of a mu-law code.</summary>
    public static short DecodeMulaw(byte code) => MulawToLinear[code];

    /// <summary>The 16-bit sample of an A-law code.</summary>
    public static short DecodeAlaw(byte code) => AlawToLinear[code];

    /// <summary>The mu-law code of a 16-bit sample.</summary>
    public static byte EncodeMulaw(short sample) => LinearToMulaw[(ushort)sample >> 2];

    /// <summary>The A-law code of a 16-bit sample.</summary>
    public static byte EncodeAlaw(short sample) => LinearToAlaw[(ushort)sample >> 4];

    /// <inheritdoc cref="DecodeMulaw(byte)"/>
    /// <param name="codes">One byte a sample.</param>
    /// <param name="samples">At least as long as <paramref name="codes"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static void DecodeMulaw(ReadOnlySpan<byte> codes, Span<short> samples) => Map(codes, samples, MulawToLinear);

    /// <inheritdoc cref="DecodeAlaw(byte)"/>
    /// <param name="codes">One byte a sample.</param>
    /// <param name="samples">At least as long as <paramref name="codes"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="samples"/> is too short.</exception>
    public static void DecodeAlaw(ReadOnlySpan<byte> codes, Span<short> samples) => Map(codes, samples, AlawToLinear);

    /// <inheritdoc cref="EncodeMulaw(short)"/>
    /// <param name="samples">Signed 16-bit samples.</param>
    /// <param name="codes">At least as long as <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="codes"/> is too short.</exception>
    public static void EncodeMulaw(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        RequireRoom(samples.Length, codes.Length, nameof(codes));
        for (var i = 0; i < samples.Length; i++)
        {
            codes[i] = LinearToMulaw[(ushort)samples[i] >> 2];
        }
    }

    /// <inheritdoc cref="EncodeAlaw(short)"/>
    /// <param name="samples">Signed 16-bit samples.</param>
    /// <param name="codes">At least as long as <paramref name="samples"/>.</param>
    /// <exception cref="ArgumentException"><paramref name="codes"/> is too short.</exception>
    public static void EncodeAlaw(ReadOnlySpan<short> samples, Span<byte> codes)
    {
        RequireRoom(samples.Length, codes.Length, nameof(codes));
        for (var i = 0; i < samples.Length; i++)
        {
            codes[i] = LinearToAlaw[(ushort)samples[i] >> 4];
        }
    }

    /// <summary>Turns mu-law codes into A-law codes; both spans may be the same memory.</summary>
    /// <exception cref="ArgumentException"><paramref name="alaw"/> is too short.</exception>
    public static void MulawToAlaw(ReadOnlySpan<byte> mulaw, Span<byte> alaw) => Map(mulaw, alaw, MulawToAlawCodes);

    /// <summary>Turns A-law codes into mu-law codes; both spans may be the same memory.</summary>
    /// <exception cref="ArgumentException"><paramref name="mulaw"/> is too short.</exception>
    public static void AlawToMulaw(ReadOnlySpan<byte> alaw, Span<byte> mulaw) => Map(alaw, mulaw, AlawToMulawCodes);

    private static void Map<T>(ReadOnlySpan<byte> codes, Span<T> output, T[] table)
    {
        RequireRoom(codes.Length, output.Length, nameof(output));
        for (var i = 0; i < codes.Length; i++)
        {
            output[i] = table[codes[i]];
        }
    }

    private static void RequireRoom(int input, int output, string name)
    {
        if (output < input)
        {
            throw new ArgumentException($"Room for {output} samples, but {input} are given.", name);
        }
    }

    private static T[] Table<T>(int length, Func<int, T> entry)
    {
        var table = new T[length];
        for (var i = 0; i < length; i++)
        {
            table[i] = entry(i);
        }

        return table;
    }

    private static short ExpandMulaw(byte code)
    {
        var bits = ~code & 0xFF;
        var magnitude = ((((bits & 0x0F) << 1) + MulawBias) << ((bits >> 4) & 0x07)) - MulawBias;
        return (short)((bits & 0x80) != 0 ? -magnitude << 2 : magnitude << 2);
    }

    private static byte CompressMulaw(short sample)
    {
        var magnitude = Math.Min(((sample < 0 ? ~sample : sample) >> 2) + MulawBias, MulawClip);
        var segment = 1;
        for (var rest = magnitude >> 6; rest != 0; rest >>= 1)
        {
            segment++;
        }

        var code = ((8 - segment) << 4) | (0x0F - ((magnitude >> segment) & 0x0F));
        return (byte)(sample < 0 ? code : code | 0x80);
    }

    private static short ExpandAlaw(byte code)
    {
        var bits = code ^ 0x55;
        var segment = (bits >> 4) & 0x07;
        var mantissa = ((bits & 0x0F) << 4) + 8;
        var magnitude = segment == 0 ? mantissa : (mantissa + 0x100) << (segment - 1);
        return (short)((bits & 0x80) != 0 ? magnitude : -magnitude);
    }

    private static byte CompressAlaw(short sample)
    {
        var magnitude = (sample < 0 ? ~sample : sample) >> 4;
        var segment = 0;
        if (magnitude > 15)
        {
            for (segment = 1; magnitude > 31; segment++)
            {
                magnitude >>= 1;
            }

            magnitude -= 16;
        }

        var code = magnitude | (segment << 4);
        return (byte)((sample < 0 ? code : code | 0x80) ^ 0x55);
    }
}
