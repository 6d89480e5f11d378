using System.Runtime.InteropServices;

namespace VoiceAgent.Core.Audio;

/// <summary>
/// Turns 16-bit little-endian samples at one rate into another format: resampled, then written as mu-law, A-law or 16-bit samples.
/// Takes pieces of any size, also ones that end inside a sample. What it gives may be read until its next call. Not thread-safe.
/// </summary>
public sealed class PcmConverter(int fromRate, AudioFormat to)
{
    private readonly Resampler? _resampler = fromRate == to.SampleRate ? null : new Resampler(fromRate, to.SampleRate);
    private short[] _input = new short[4096];
    private short[] _output = new short[1024];
    private byte[] _bytes = new byte[1024];
    private byte? _half;

    public ReadOnlyMemory<byte> Write(ReadOnlySpan<byte> pcm)
    {
        var total = pcm.Length + (_half is null ? 0 : 1);
        var count = total / 2;
        EnsureRoom(ref _input, count + 1);
        var bytes = MemoryMarshal.AsBytes(_input.AsSpan(0, count + 1));
        var start = 0;
        if (_half is { } half)
        {
            bytes[0] = half;
            start = 1;
        }

        pcm.CopyTo(bytes[start..]);
        _half = total % 2 == 1 ? bytes[total - 1] : null;
        if (_resampler is null)
        {
            return Encode(_input.AsSpan(0, count));
        }

        EnsureRoom(ref _output, _resampler.MaxOutput(count));
        return Encode(_output.AsSpan(0, _resampler.Write(_input.AsSpan(0, count), _output)));
    }

    /// <summary>The stream has ended: gives the rest of it; half a sample at its end is dropped. Afterwards a new one may begin.</summary>
    public ReadOnlyMemory<byte> Flush()
    {
        _half = null;
        if (_resampler is null)
        {
            return ReadOnlyMemory<byte>.Empty;
        }

        EnsureRoom(ref _output, _resampler.MaxOutput(0));
        return Encode(_output.AsSpan(0, _resampler.Flush(_output)));
    }

    private ReadOnlyMemory<byte> Encode(ReadOnlySpan<short> samples)
    {
        var length = samples.Length * to.BytesPerSample;
        EnsureRoom(ref _bytes, length);
        switch (to.Encoding)
        {
            case AudioEncoding.Mulaw:
                G711.EncodeMulaw(samples, _bytes);
                break;
            case AudioEncoding.Alaw:
                G711.EncodeAlaw(samples, _bytes);
                break;
            default:
                MemoryMarshal.AsBytes(samples).CopyTo(_bytes);
                break;
        }

        return _bytes.AsMemory(0, length);
    }

    private static void EnsureRoom<T>(ref T[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new T[Math.Max(length, buffer.Length * 2)];
        }
    }
}
