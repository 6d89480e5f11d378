using VoiceAgent.Core.Audio;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// Puts media chunks back into their order. Telnyx numbers chunks from 1 and promises no order: a chunk that comes early waits for
/// at most <see cref="Window"/> later ones, a chunk that comes late or twice is dropped. When nothing but late ones come, the count
/// has begun anew and is followed.
/// </summary>
internal sealed class ChunkOrder
{
    /// <summary>Chunks that may wait: 60 ms of 20 ms frames.</summary>
    public const int Window = 3;

    /// <summary>Late chunks in a row that make a new count: 200 ms of 20 ms frames.</summary>
    private const int LateForNewCount = 10;

    private readonly SortedList<long, byte[]> _waiting = new(Window + 1);
    private long _next;
    private int _late;

    /// <summary>Whether the chunk is next in order and may be used at once; otherwise it is kept or dropped.</summary>
    public bool Accept(long chunk, ReadOnlySpan<byte> audio)
    {
        if (_next == 0 || chunk == 0)
        {
            // The first chunk begins the count, and a stream without numbers is taken as it comes.
            _next = chunk == 0 ? 0 : chunk + 1;
            return true;
        }

        if (chunk < _next && ++_late > LateForNewCount)
        {
            _waiting.Clear();
            _next = chunk;
        }

        if (chunk == _next)
        {
            _next++;
            _late = 0;
            return true;
        }

        if (chunk > _next && _waiting.Count <= Window)
        {
            _waiting.TryAdd(chunk, audio.ToArray());
        }

        return false;
    }

    /// <summary>The next chunk that had been waiting, now that its turn has come or the gap before it is given up.</summary>
    public bool TryTake(AudioFormat format, out AudioFrame frame)
    {
        if (_waiting.Count > 0 && (_waiting.GetKeyAtIndex(0) <= _next || _waiting.Count > Window))
        {
            var chunk = _waiting.GetKeyAtIndex(0);
            frame = new AudioFrame(_waiting.GetValueAtIndex(0), format);
            _waiting.RemoveAt(0);
            _next = Math.Max(_next, chunk + 1);
            return true;
        }

        frame = default;
        return false;
    }
}
