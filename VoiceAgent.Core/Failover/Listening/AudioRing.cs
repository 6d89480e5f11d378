using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>
/// The caller's audio whose words are not settled, at most the last ten seconds of it: a new stream is given that. Kept in segments, each only for
/// as long as somebody may need it. Positions count from the first audio. One writer; readers each have their own place. Thread-safe.
/// </summary>
internal sealed class AudioRing(AudioFormat format) : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SegmentLength = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly int _size = format.BytesFor(Length);
    private readonly int _segmentSize = format.BytesFor(SegmentLength);
    private readonly AudioPool _pool = AudioPool.For(format.BytesFor(SegmentLength));

    // By the number of a segment, modulo their count. One more than the length has, because its end is seldom that of a segment.
    private readonly byte[]?[] _segments = new byte[]?[(int)(Length / SegmentLength) + 1];

    // Replaced as a whole, so that they can be woken outside the lock.
    private Reader[] _readers = [];
    private long _written;
    private long _settled;

    // Number of the first segment that is still there.
    private long _oldest;
    private bool _hasEnded;
    private bool _isDisposed;

    /// <summary>End of the audio so far.</summary>
    public TimeSpan Position
    {
        get
        {
            lock (_gate)
            {
                return At(_written);
            }
        }
    }

    /// <summary>Audio that is kept now, rounded up to segments.</summary>
    public TimeSpan Kept
    {
        get
        {
            lock (_gate)
            {
                return _segments.Count(segment => segment is not null) * SegmentLength;
            }
        }
    }

    public void Write(ReadOnlySpan<byte> audio)
    {
        lock (_gate)
        {
            while (!audio.IsEmpty && !_isDisposed)
            {
                var place = (int)(_written % _segmentSize);
                if (place == 0)
                {
                    GiveBack();
                }

                var segment = SegmentOf(_written) ??= _pool.Rent();
                var length = Math.Min(audio.Length, _segmentSize - place);
                audio[..length].CopyTo(segment.AsSpan(place));
                _written += length;
                audio = audio[length..];
            }
        }

        Wake();
    }

    /// <summary>No more audio comes.</summary>
    public void End()
    {
        lock (_gate)
        {
            _hasEnded = true;
        }

        Wake();
    }

    /// <summary>The words up to <paramref name="position"/> are settled: nobody needs that audio any more.</summary>
    public void Settle(TimeSpan position)
    {
        lock (_gate)
        {
            _settled = Math.Clamp(format.BytesFor(position < TimeSpan.Zero ? TimeSpan.Zero : position), _settled, _written);
            GiveBack();
        }
    }

    /// <summary>A place at the first audio whose words are not settled, or the oldest there is.</summary>
    public Reader Open()
    {
        lock (_gate)
        {
            var reader = new Reader(this, Math.Max(_settled, Oldest));
            _readers = [.. _readers, reader];
            return reader;
        }
    }

    /// <summary>Nobody may read or write any more.</summary>
    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            GiveBackBefore((_written / _segmentSize) + 1);
        }
    }

    private long Oldest => Math.Max(0, _written - _size);

    private ref byte[]? SegmentOf(long position) => ref _segments[(int)(position / _segmentSize % _segments.Length)];

    // Under the lock.
    private void GiveBack()
    {
        var needed = _settled;
        foreach (var reader in _readers)
        {
            needed = Math.Min(needed, reader.Next);
        }

        GiveBackBefore(Math.Max(needed, Oldest) / _segmentSize);
    }

    private void GiveBackBefore(long segmentNumber)
    {
        for (; _oldest < segmentNumber; _oldest++)
        {
            ref var segment = ref SegmentOf(_oldest * _segmentSize);
            if (segment is not null)
            {
                _pool.Return(segment);
                segment = null;
            }
        }
    }

    private TimeSpan At(long bytes) => new(bytes / format.BytesPerSample * TimeSpan.TicksPerSecond / format.SampleRate);

    private void Wake()
    {
        foreach (var reader in Volatile.Read(ref _readers))
        {
            reader.Wake();
        }
    }

    /// <summary>One stream's place in the audio. For one reader at a time.</summary>
    internal sealed class Reader(AudioRing ring, long from) : IDisposable
    {
        // A stream that catches up is given pieces of at most this, so that none of them is torn by the writer meanwhile.
        private static readonly TimeSpan LongestPiece = TimeSpan.FromMilliseconds(100);

        private readonly AsyncSignal _more = new(wakesInline: true);
        private readonly byte[] _piece = new byte[ring._size / (int)(Length / LongestPiece)];
        private long _next = from;

        /// <summary>Position of the first audio it has not been given, in bytes; read under the ring's lock.</summary>
        public long Next => _next;

        /// <summary>Where this stream's audio begins.</summary>
        public TimeSpan Start { get; } = ring.At(from);

        /// <summary>Whether audio was overwritten before it was read.</summary>
        public bool IsLeftBehind { get; private set; }

        public void Wake() => _more.Set();

        /// <summary>The next audio, valid until the next call; null at its end, and when the writer has come round.</summary>
        [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
        public async ValueTask<ReadOnlyMemory<byte>?> ReadAsync(CancellationToken cancellationToken)
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Take() is { } piece)
                {
                    // Not as one expression: there, null would be taken for an empty piece, and the end never told.
                    if (piece.IsEmpty)
                    {
                        return null;
                    }

                    return piece;
                }

                await _more.WaitAsync();
            }
        }

        public void Dispose()
        {
            lock (ring._gate)
            {
                ring._readers = [.. ring._readers.Where(other => other != this)];
            }

            _more.Set();
        }

        // Null: nothing yet. Empty: the end.
        private ReadOnlyMemory<byte>? Take()
        {
            lock (ring._gate)
            {
                IsLeftBehind |= ring._written - _next > ring._size;
                if (ring._isDisposed || IsLeftBehind || (_next == ring._written && ring._hasEnded))
                {
                    return ReadOnlyMemory<byte>.Empty;
                }

                if (_next == ring._written)
                {
                    return null;
                }

                var place = (int)(_next % ring._segmentSize);
                var length = (int)Math.Min(Math.Min(ring._written - _next, _piece.Length), ring._segmentSize - place);
                ring.SegmentOf(_next)!.AsSpan(place, length).CopyTo(_piece);
                _next += length;
                return _piece.AsMemory(0, length);
            }
        }
    }
}
