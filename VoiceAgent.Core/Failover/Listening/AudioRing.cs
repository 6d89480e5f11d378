using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>
/// The last ten seconds of the caller's audio, and up to where its words are settled: a new stream is given what is not. Positions count
/// from the first audio. One writer; readers each have their own place. Thread-safe.
/// </summary>
internal sealed class AudioRing(AudioFormat format) : IDisposable
{
    private static readonly TimeSpan Length = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly int _size = format.BytesFor(Length);
    private readonly byte[] _bytes = GC.AllocateUninitializedArray<byte>(format.BytesFor(Length));

    // Replaced as a whole, so that they can be woken outside the lock.
    private Reader[] _readers = [];
    private long _written;
    private long _settled;
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

    public void Write(ReadOnlySpan<byte> audio)
    {
        lock (_gate)
        {
            while (!audio.IsEmpty && !_isDisposed)
            {
                var place = (int)(_written % _size);
                var length = Math.Min(audio.Length, _size - place);
                audio[..length].CopyTo(_bytes.AsSpan(place));
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
        }
    }

    /// <summary>A place at the first audio whose words are not settled, or the oldest there is.</summary>
    public Reader Open()
    {
        lock (_gate)
        {
            var reader = new Reader(this, Math.Max(_settled, Math.Max(0, _written - _size)));
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

                var place = (int)(_next % ring._size);
                var length = (int)Math.Min(Math.Min(ring._written - _next, _piece.Length), ring._size - place);
                ring._bytes.AsSpan(place, length).CopyTo(_piece);
                _next += length;
                return _piece.AsMemory(0, length);
            }
        }
    }
}
