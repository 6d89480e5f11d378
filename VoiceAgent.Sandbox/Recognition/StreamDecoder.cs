using System.Runtime.InteropServices;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// Decodes a stream of interleaved channels to 16-bit samples at 8 kHz, keeping an odd rest for the next piece. From a multiple
/// of 8 kHz every second, third, … sample is taken, without a filter: an interpolated stream then gives the samples it was made of.
/// Not thread-safe.
/// </summary>
internal sealed class StreamDecoder(AudioFormat format, int channels)
{
    private readonly int _frameBytes = format.BytesPerSample * channels;
    private readonly int _step = Math.Max(1, format.SampleRate / 8000);
    private readonly List<byte> _rest = [];
    private short[] _interleaved = new short[1024];
    private short[] _channel = new short[1024];
    private int _phase;
    private int _frames;

    /// <summary>Whether speech of this format can be recognised: other rates than 8, 16, 24, 32 and 48 kHz are heard as noise.</summary>
    public static bool CanRecognise(AudioFormat format) => format.SampleRate > 0 && format.SampleRate % 8000 == 0;

    /// <summary>Takes the next piece; its channels are read with <see cref="Channel"/> until the next call.</summary>
    public void Decode(ReadOnlySpan<byte> piece)
    {
        var bytes = piece;
        if (_rest.Count > 0)
        {
            _rest.AddRange(piece);
            bytes = _rest.ToArray();
            _rest.Clear();
        }

        _phase = (_phase + _frames) % _step;
        _frames = bytes.Length / _frameBytes;
        _rest.AddRange(bytes[(_frames * _frameBytes)..]);
        bytes = bytes[..(_frames * _frameBytes)];
        var samples = _frames * channels;
        if (_interleaved.Length < samples)
        {
            _interleaved = new short[samples];
            _channel = new short[samples];
        }

        switch (format.Encoding)
        {
            case AudioEncoding.Mulaw:
                G711.DecodeMulaw(bytes, _interleaved);
                break;
            case AudioEncoding.Alaw:
                G711.DecodeAlaw(bytes, _interleaved);
                break;
            default:
                MemoryMarshal.Cast<byte, short>(bytes).CopyTo(_interleaved);
                break;
        }
    }

    /// <summary>The samples of one channel of the last piece, at 8 kHz.</summary>
    public ReadOnlySpan<short> Channel(int channel)
    {
        var count = 0;
        for (var frame = (_step - _phase) % _step; frame < _frames; frame += _step)
        {
            _channel[count++] = _interleaved[(frame * channels) + channel];
        }

        return _channel.AsSpan(0, count);
    }
}
