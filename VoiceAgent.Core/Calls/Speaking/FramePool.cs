using System.Collections.Concurrent;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Buffers of one frame each, shared by the calls of the process: a voice is seconds ahead of what is heard, so a hundred calls hold tens of
/// thousands, which are more than <see cref="System.Buffers.ArrayPool{T}.Shared"/> keeps. Thread-safe.
/// </summary>
internal sealed class FramePool
{
    // All of the ten seconds that 128 calls may have queued: 12 MB of mu-law.
    private const int MostKept = 64_000;

    private static readonly ConcurrentDictionary<int, FramePool> Pools = new();

    private readonly ConcurrentQueue<byte[]> _kept = new();
    private readonly int _bytes;
    private int _count;

    private FramePool(int bytes) => _bytes = bytes;

    /// <summary>The pool for frames of a length.</summary>
    public static FramePool For(int bytes) => Pools.GetOrAdd(bytes, static length => new FramePool(length));

    /// <summary>A buffer of exactly one frame, with whatever was in it, perhaps of another account: whoever rents it fills it whole.</summary>
    public byte[] Rent()
    {
        if (!_kept.TryDequeue(out var buffer))
        {
            return new byte[_bytes];
        }

        Interlocked.Decrement(ref _count);
        return buffer;
    }

    public void Return(byte[] buffer)
    {
        if (Interlocked.Increment(ref _count) <= MostKept)
        {
            _kept.Enqueue(buffer);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
