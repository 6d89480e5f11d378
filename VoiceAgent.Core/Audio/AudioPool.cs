using System.Collections.Concurrent;

namespace VoiceAgent.Core.Audio;

/// <summary>
/// Buffers of one length each, shared by the calls of the process: a voice is seconds ahead of what is heard, so a hundred calls hold tens of
/// thousands of frames, which are more than <see cref="System.Buffers.ArrayPool{T}.Shared"/> keeps. Thread-safe.
/// </summary>
internal sealed class AudioPool
{
    // All of the ten seconds that 128 calls may hold as mu-law.
    private const int MostBytesKept = 128 * 10 * 8000;

    private static readonly ConcurrentDictionary<int, AudioPool> Pools = new();

    private readonly ConcurrentQueue<byte[]> _kept = new();
    private readonly int _bytes;
    private readonly int _mostKept;
    private int _count;

    private AudioPool(int bytes)
    {
        _bytes = bytes;
        _mostKept = MostBytesKept / bytes;
    }

    /// <summary>The pool for buffers of a length.</summary>
    public static AudioPool For(int bytes) => Pools.GetOrAdd(bytes, static length => new AudioPool(length));

    /// <summary>A buffer of exactly that length, with whatever was in it, perhaps of another account: nobody may read what he has not written.</summary>
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
        if (Interlocked.Increment(ref _count) <= _mostKept)
        {
            _kept.Enqueue(buffer);
        }
        else
        {
            Interlocked.Decrement(ref _count);
        }
    }
}
