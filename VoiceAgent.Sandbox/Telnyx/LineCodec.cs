using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>G.711 of a line's codec.</summary>
internal static class LineCodec
{
    /// <summary>A fresh array of one byte a sample.</summary>
    public static byte[] Encode(ReadOnlySpan<short> samples, AudioFormat format)
    {
        var codes = new byte[samples.Length];
        if (format.Encoding is AudioEncoding.Alaw)
        {
            G711.EncodeAlaw(samples, codes);
        }
        else
        {
            G711.EncodeMulaw(samples, codes);
        }

        return codes;
    }

    public static void Decode(ReadOnlySpan<byte> codes, AudioFormat format, Span<short> samples)
    {
        if (format.Encoding is AudioEncoding.Alaw)
        {
            G711.DecodeAlaw(codes, samples);
        }
        else
        {
            G711.DecodeMulaw(codes, samples);
        }
    }
}
