using System.Buffers;
using System.Globalization;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls;

/// <summary>
/// Sends the agent's audio to the carrier, only a little ahead of what the caller hears, and knows how far the caller has heard.
/// The loop is the only sender, and looks for a clear before every frame: once <see cref="Pause"/> or <see cref="Cut"/> has returned,
/// the next thing sent is the clear, and no frame of before follows it. Thread-safe, but one turn writes at a time.
/// </summary>
/// <remarks>
/// A carrier gives a mark back when the audio before it has been played, and gives all marks back at once on a clear. The name of a
/// mark therefore begins with the number of clears before it: a mark of an earlier count says nothing.
/// </remarks>
internal sealed class Playout : IDisposable
{
    /// <summary>Audio sent at a time.</summary>
    public static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    // The carrier holds between these two: enough to bridge a pause of the process, little enough to be worth counting on.
    private static readonly TimeSpan MostAhead = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LeastAhead = TimeSpan.FromMilliseconds(240);

    private static readonly TimeSpan MostLag = TimeSpan.FromSeconds(1);

    private static readonly TimeSpan MarkEvery = TimeSpan.FromSeconds(1);

    // A carrier that gives no mark back has played by then.
    private static readonly TimeSpan MarkGrace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly IMediaStream _media;
    private readonly TimeProvider _time;
    private readonly Action<int> _firstSent;
    private readonly AudioFormat _format;
    private readonly int _frameBytes;
    private readonly AsyncSignal _wake = new();
    private readonly ITimer _timer;

    // Ten seconds of audio made but not sent; a voice that is faster than that waits.
    private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(
        new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    // Sent, perhaps not heard yet: sent again when a pause took them from the carrier.
    private readonly Queue<Frame> _sent = new();
    private readonly Queue<Frame> _again = new();
    private readonly Queue<Mark> _marks = new();

    private SpeechTrack? _track;
    private TimeSpan _sentDuration;
    private TimeSpan _markedDuration;
    private TimeSpan _lag;
    private long _carrierEmptyAt;
    private long _generation;
    private long _markNumber;
    private bool _isPaused;
    private bool _isClearDue;
    private bool _isEndSent;
    private bool _isFirstTold;
    private bool _isStopped;
    private TaskCompletionSource? _finished;

    /// <param name="media">Where the audio goes; stays the caller's.</param>
    /// <param name="time">The clock that audio is sent by.</param>
    /// <param name="firstSent">Told the turn whose first audio was sent.</param>
    public Playout(IMediaStream media, TimeProvider time, Action<int> firstSent)
    {
        _media = media;
        _time = time;
        _firstSent = firstSent;
        _format = media.Format;
        _frameBytes = _format.BytesFor(FrameDuration);
        _timer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private enum StepKind
    {
        Wait,
        Clear,
        Audio,
        Mark,
        Stop,
    }

    public void Dispose() => _timer.Dispose();

    /// <summary>Opens playout for a turn; whatever was left of the one before is dropped.</summary>
    public SpeechTrack Begin(int turnId)
    {
        var track = new SpeechTrack(turnId);
        lock (_gate)
        {
            if (_track is not null)
            {
                DropLocked();
            }

            _track = track;
            _sentDuration = TimeSpan.Zero;
            _markedDuration = TimeSpan.Zero;
            _isEndSent = false;
            _isFirstTold = false;
            _isPaused = false;
            _finished = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }

        return track;
    }

    /// <summary>Queues audio of a turn, and waits while more than ten seconds are queued. Of a turn that is over, it is dropped.</summary>
    public async ValueTask WriteAsync(SpeechTrack track, ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        while (audio.Length > 0 && ReferenceEquals(track, Volatile.Read(ref _track)))
        {
            var partial = track.Partial ??= ArrayPool<byte>.Shared.Rent(_frameBytes);
            var length = Math.Min(audio.Length, _frameBytes - track.PartialLength);
            audio.Span[..length].CopyTo(partial.AsSpan(track.PartialLength));
            audio = audio[length..];
            track.PartialLength += length;
            if (track.PartialLength == _frameBytes)
            {
                await QueuePartialAsync(track, cancellationToken);
            }
        }
    }

    /// <summary>The turn has no more audio. Completes when the caller has heard all of it.</summary>
    public async Task FinishAsync(SpeechTrack track, CancellationToken cancellationToken)
    {
        TaskCompletionSource? finished;
        lock (_gate)
        {
            finished = ReferenceEquals(track, _track) ? _finished : null;
        }

        if (finished is null)
        {
            return;
        }

        if (track.PartialLength > 0)
        {
            track.Partial.AsSpan(track.PartialLength, _frameBytes - track.PartialLength).Fill(_format.SilenceByte);
            await QueuePartialAsync(track, cancellationToken);
        }

        await _frames.Writer.WriteAsync(new Frame(track, null, TimeSpan.Zero), cancellationToken);
        _wake.Set();
        await using var cancel = cancellationToken.UnsafeRegister(static task => ((TaskCompletionSource)task!).TrySetCanceled(), finished);
        await finished.Task;
    }

    /// <summary>Silences the carrier and keeps what was not heard.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            if (_isPaused || _track is null)
            {
                return;
            }

            var position = PositionLocked();
            _isPaused = true;
            ClearLocked();
            var unheard = _sent.Where(frame => frame.End > position).Concat(_again).ToArray();
            _sent.Clear();
            _again.Clear();
            foreach (var frame in unheard)
            {
                _again.Enqueue(frame);
            }

            _isEndSent = false;
            _sentDuration = unheard.Length > 0 && unheard[0].Buffer is not null ? unheard[0].End - FrameDuration : _sentDuration;
            _markedDuration = _sentDuration;
        }

        _wake.Set();
    }

    /// <summary>Goes on where <see cref="Pause"/> stopped.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
        }

        _wake.Set();
    }

    /// <summary>Silences the carrier, drops what was not heard and tells what was; null when the turn has no playout any more.</summary>
    public (string Heard, string? Unheard)? Cut(int turnId)
    {
        (string Heard, string? Unheard) result;
        lock (_gate)
        {
            if (_track?.TurnId != turnId)
            {
                return null;
            }

            result = _track.At(PositionLocked());
            DropLocked();
        }

        _wake.Set();
        return result;
    }

    /// <summary>The turn that plays and what has been heard of it.</summary>
    public (int TurnId, string Heard)? Heard()
    {
        lock (_gate)
        {
            return _track is null || !_isFirstTold ? null : (_track.TurnId, _track.At(PositionLocked()).Heard);
        }
    }

    /// <summary>The carrier gave a mark back.</summary>
    public void MarkReturned(string name)
    {
        lock (_gate)
        {
            var dash = name.IndexOf('-', StringComparison.Ordinal);
            if (dash < 0
                || !long.TryParse(name.AsSpan(0, dash), NumberStyles.None, CultureInfo.InvariantCulture, out var generation)
                || !long.TryParse(name.AsSpan(dash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var number)
                || generation != _generation)
            {
                return;
            }

            while (_marks.Count > 0 && _marks.Peek().Number <= number)
            {
                var mark = _marks.Dequeue();
                if (mark.Number != number || !ReferenceEquals(mark.Track, _track))
                {
                    continue;
                }

                if (mark.IsEnd)
                {
                    FinishLocked();
                    continue;
                }

                // How far the carrier is behind our clock; an empty carrier tells nothing of it.
                var ahead = AheadLocked(TimeSpan.Zero);
                if (ahead > TimeSpan.Zero)
                {
                    _lag = TimeSpan.FromTicks(Math.Clamp((_sentDuration - ahead - mark.Position).Ticks, 0, MostLag.Ticks));
                }
            }
        }
    }

    /// <summary>Sends until cancelled. Throws what the media stream throws.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var stop = cancellationToken.UnsafeRegister(static self => ((Playout)self!).Stop(), this);
        while (true)
        {
            var step = NextStep();
            switch (step.Kind)
            {
                case StepKind.Stop:
                    return;
                case StepKind.Clear:
                    await _media.ClearAsync(cancellationToken);
                    break;
                case StepKind.Audio:
                    await _media.SendAudioAsync(step.Audio, cancellationToken);
                    TellFirst(step.Track!);
                    break;
                case StepKind.Mark:
                    await _media.SendMarkAsync(step.MarkName!, cancellationToken);
                    break;
                default:
                    _timer.Change(step.Wait, Timeout.InfiniteTimeSpan);
                    await _wake.WaitAsync();
                    break;
            }
        }
    }

    private void Stop()
    {
        lock (_gate)
        {
            _isStopped = true;
        }

        _wake.Set();
    }

    private async ValueTask QueuePartialAsync(SpeechTrack track, CancellationToken cancellationToken)
    {
        var frame = new Frame(track, track.Partial, TimeSpan.Zero);
        track.Partial = null;
        track.PartialLength = 0;
        await _frames.Writer.WriteAsync(frame, cancellationToken);
        _wake.Set();
    }

    private void TellFirst(SpeechTrack track)
    {
        lock (_gate)
        {
            if (_isFirstTold || !ReferenceEquals(track, _track))
            {
                return;
            }

            _isFirstTold = true;
        }

        _firstSent(track.TurnId);
    }

    private Step NextStep()
    {
        lock (_gate)
        {
            if (_isStopped)
            {
                return new Step(StepKind.Stop);
            }

            if (_isClearDue)
            {
                _isClearDue = false;
                return new Step(StepKind.Clear);
            }

            var ahead = AheadLocked(TimeSpan.Zero);
            ForgetPlayedLocked();
            if (_isPaused)
            {
                return new Step(StepKind.Wait) { Wait = Timeout.InfiniteTimeSpan };
            }

            if (_isEndSent)
            {
                var overdue = MarkGrace - Since(_carrierEmptyAt);
                if (overdue > TimeSpan.Zero)
                {
                    return new Step(StepKind.Wait) { Wait = overdue };
                }

                FinishLocked();
            }

            if (_sentDuration - _markedDuration >= MarkEvery)
            {
                return MarkLocked(isEnd: false);
            }

            if (ahead + FrameDuration > MostAhead)
            {
                return new Step(StepKind.Wait) { Wait = ahead - LeastAhead };
            }

            return TakeLocked() is { } frame ? SendLocked(frame) : new Step(StepKind.Wait) { Wait = Timeout.InfiniteTimeSpan };
        }
    }

    private Frame? TakeLocked()
    {
        if (_again.TryDequeue(out var again))
        {
            return again;
        }

        while (_frames.Reader.TryRead(out var frame))
        {
            if (ReferenceEquals(frame.Track, _track))
            {
                return frame;
            }

            Return(frame);
        }

        return null;
    }

    private Step SendLocked(Frame frame)
    {
        if (frame.Buffer is null)
        {
            _isEndSent = true;
            _sent.Enqueue(frame with { End = TimeSpan.MaxValue });
            return MarkLocked(isEnd: true);
        }

        var now = _time.GetTimestamp();
        var start = Math.Max(now, _carrierEmptyAt);
        _carrierEmptyAt = start + (long)(FrameDuration.TotalSeconds * _time.TimestampFrequency);
        _sentDuration += FrameDuration;
        _sent.Enqueue(frame with { End = _sentDuration });
        return new Step(StepKind.Audio) { Audio = frame.Buffer.AsMemory(0, _frameBytes), Track = frame.Track };
    }

    private Step MarkLocked(bool isEnd)
    {
        _markedDuration = _sentDuration;
        _marks.Enqueue(new Mark(++_markNumber, _track!, _sentDuration, isEnd));
        return new Step(StepKind.Mark) { MarkName = string.Create(CultureInfo.InvariantCulture, $"{_generation}-{_markNumber}") };
    }

    private void ForgetPlayedLocked()
    {
        var position = PositionLocked();
        while (_sent.TryPeek(out var frame) && frame.End <= position)
        {
            Return(_sent.Dequeue());
        }
    }

    private static void Return(Frame frame)
    {
        if (frame.Buffer is not null)
        {
            ArrayPool<byte>.Shared.Return(frame.Buffer);
        }
    }

    private void FinishLocked()
    {
        _finished?.TrySetResult();
        _finished = null;
        _isEndSent = false;
        _sent.Clear();
    }

    private void ClearLocked()
    {
        // Nothing was sent that the carrier could still hold: there is nothing to clear.
        _isClearDue |= AheadLocked(_lag) > TimeSpan.Zero || _marks.Count > 0;
        _generation++;
        _marks.Clear();
        _carrierEmptyAt = _time.GetTimestamp();
    }

    private void DropLocked()
    {
        if (!_isPaused)
        {
            ClearLocked();
        }

        // A frame may be on its way out at this moment, so the buffers are left to the collector.
        _sent.Clear();
        _again.Clear();
        _track = null;
        _isPaused = false;
        _isEndSent = false;
        _finished?.TrySetResult();
        _finished = null;
    }

    private TimeSpan PositionLocked()
    {
        if (_isPaused)
        {
            return _sentDuration;
        }

        return _sentDuration - AheadLocked(_lag);
    }

    // How much of what was sent is not played yet.
    private TimeSpan AheadLocked(TimeSpan lag)
    {
        var ahead = lag - Since(_carrierEmptyAt);
        return ahead <= TimeSpan.Zero ? TimeSpan.Zero : ahead < _sentDuration ? ahead : _sentDuration;
    }

    // Negative when the moment is still to come.
    private TimeSpan Since(long timestamp) => _time.GetElapsedTime(timestamp);

    private sealed record Mark(long Number, SpeechTrack Track, TimeSpan Position, bool IsEnd);

    /// <param name="Track">Whose audio it is.</param>
    /// <param name="Buffer">Rented, one frame long; null ends the turn.</param>
    /// <param name="End">Where in the turn's audio the frame ends, once sent.</param>
    private readonly record struct Frame(SpeechTrack Track, byte[]? Buffer, TimeSpan End);

    private readonly record struct Step(StepKind Kind)
    {
        public TimeSpan Wait { get; init; }

        public ReadOnlyMemory<byte> Audio { get; init; }

        public SpeechTrack? Track { get; init; }

        public string? MarkName { get; init; }
    }
}
