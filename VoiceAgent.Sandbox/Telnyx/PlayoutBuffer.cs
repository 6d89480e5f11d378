namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// What the app has sent and the caller has not heard yet. The media clock takes 20 ms at a time; a mark comes back once the
/// audio before it has finished playing, or at once when the queue is cleared. Thread-safe.
/// </summary>
internal sealed class PlayoutBuffer(byte silence)
{
    /// <summary>Bytes of 20 ms at 8 kHz, one byte a sample.</summary>
    public const int FrameBytes = 160;

    /// <summary>Bytes that may wait: five minutes.</summary>
    private const int MaxQueued = 5 * 60 * 8000;

    private readonly Lock _lock = new();
    private readonly Queue<(byte[]? Audio, string? Mark)> _queue = new();
    private readonly List<string> _behindPlaying = [];
    private int _offset;
    private int _queuedBytes;
    private bool _playing;
    private bool _cleared;

    /// <summary>Queues audio; false when too much is waiting.</summary>
    public bool TryEnqueue(byte[] audio)
    {
        lock (_lock)
        {
            if (_queuedBytes + audio.Length > MaxQueued)
            {
                return false;
            }

            _queue.Enqueue((audio, null));
            _queuedBytes += audio.Length;
            return true;
        }
    }

    /// <summary>Queues a mark; true when nothing plays or waits before it, so that it is due at once.</summary>
    public bool EnqueueMark(string name)
    {
        lock (_lock)
        {
            if (_queue.Count is 0 && !_playing)
            {
                return true;
            }

            _queue.Enqueue((null, name));
            return false;
        }
    }

    /// <summary>Stops at once and returns every mark that was waiting, in order.</summary>
    public IReadOnlyList<string> Clear()
    {
        lock (_lock)
        {
            var marks = _behindPlaying.Concat(_queue.Where(item => item.Mark is not null).Select(item => item.Mark!)).ToArray();
            _cleared |= _playing || _queuedBytes > 0;
            _queue.Clear();
            _behindPlaying.Clear();
            _offset = 0;
            _queuedBytes = 0;
            _playing = false;
            return marks;
        }
    }

    /// <summary>
    /// Takes the next 20 ms, filling what is missing with silence.
    /// </summary>
    /// <param name="frame">160 bytes; untouched when the answer is false.</param>
    /// <param name="returned">Gets the marks whose audio has finished playing by the start of these 20 ms.</param>
    /// <param name="cleared">Whether the queue was cleared since the last call while something played or waited.</param>
    /// <returns>False when nothing plays.</returns>
    public bool Take(Span<byte> frame, List<string> returned, out bool cleared)
    {
        lock (_lock)
        {
            cleared = _cleared;
            _cleared = false;
            returned.AddRange(_behindPlaying);
            _behindPlaying.Clear();
            var filled = 0;
            while (filled < FrameBytes && _queue.TryPeek(out var next))
            {
                if (next.Mark is not null)
                {
                    (filled is 0 ? returned : _behindPlaying).Add(next.Mark);
                    _queue.Dequeue();
                    continue;
                }

                var piece = next.Audio.AsSpan(_offset);
                piece = piece[..Math.Min(piece.Length, FrameBytes - filled)];
                piece.CopyTo(frame[filled..]);
                filled += piece.Length;
                _offset += piece.Length;
                _queuedBytes -= piece.Length;
                if (_offset == next.Audio!.Length)
                {
                    _queue.Dequeue();
                    _offset = 0;
                }
            }

            MoveMarksBehind();
            _playing = filled > 0;
            if (_playing)
            {
                frame[filled..].Fill(silence);
            }

            return _playing;
        }
    }

    // Marks right behind the last byte taken come back when this frame has been played, even if more audio arrives meanwhile.
    private void MoveMarksBehind()
    {
        while (_offset is 0 && _queue.TryPeek(out var next) && next.Mark is not null)
        {
            _behindPlaying.Add(next.Mark);
            _queue.Dequeue();
        }
    }
}
