using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Sends the agent's audio to the carrier, only a little ahead of what the caller hears, and knows how far the caller has heard.
/// The loop is the only sender, and looks for a clear before every frame: once <see cref="Pause"/> or <see cref="Cut"/> has returned,
/// the next thing sent is the clear, and no frame of before follows it. Thread-safe, but one turn writes at a time.
/// </summary>
internal sealed partial class Playout : IDisposable
{
    /// <summary>The unit that audio is counted and cut in. A message carries as many as there are and the carrier may hold.</summary>
    public static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    // The carrier holds between these two: enough to bridge a pause of the process, little enough to be worth counting on. What lies
    // between goes out in one message, which a clear drops as well as five.
    private static readonly TimeSpan MostAhead = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan LeastAhead = TimeSpan.FromMilliseconds(200);

    // A carrier that gives no mark back has played by then.
    private static readonly TimeSpan MarkGrace = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly IMediaStream _media;
    private readonly CarrierClock _carrier;
    private readonly Action<int> _firstSent;
    private readonly AudioFormat _format;
    private readonly int _frameBytes;
    private readonly AudioPool _pool;
    private readonly byte[] _message;

    // Whoever has something for the loop sends it, on its own thread.
    private readonly AsyncSignal _wake = new(wakesInline: true);
    private readonly ITimer _timer;

    // Ten seconds of audio made but not sent; a voice that is faster than that waits.
    private readonly Channel<PlayoutFrame> _frames = Channel.CreateBounded<PlayoutFrame>(
        new BoundedChannelOptions(500) { FullMode = BoundedChannelFullMode.Wait, SingleReader = true });

    // Sent, perhaps not heard yet: sent again when a pause took them from the carrier.
    private readonly Queue<PlayoutFrame> _sent = new();
    private readonly Queue<PlayoutFrame> _again = new();

    private SpeechTrack? _track;
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
        _carrier = new CarrierClock(time);
        _firstSent = firstSent;
        _format = media.Format;
        _frameBytes = _format.BytesFor(FrameDuration);
        _pool = AudioPool.For(_frameBytes);
        _message = new byte[_format.BytesFor(MostAhead)];
        _timer = time.CreateTimer(_ => _wake.Set(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
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
            _carrier.Begin();
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
            var partial = track.Partial ??= _pool.Rent();
            var length = Math.Min(audio.Length, _frameBytes - track.PartialLength);
            audio.Span[..length].CopyTo(partial.AsSpan(track.PartialLength));
            audio = audio[length..];
            track.PartialLength += length;
            if (track.PartialLength == _frameBytes && !TryQueuePartial(track))
            {
                _wake.Set();
                await QueuePartialAsync(track, cancellationToken);
            }
        }

        _wake.Set();
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

        await _frames.Writer.WriteAsync(new PlayoutFrame(track, null, TimeSpan.Zero), cancellationToken);
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

            var position = _carrier.Played;
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
            _carrier.Rewind(unheard.Length > 0 && unheard[0].Buffer is not null ? unheard[0].End - FrameDuration : _carrier.Sent);
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
    public ConversationEvent.TurnCut? Cut(int turnId)
    {
        ConversationEvent.TurnCut result;
        lock (_gate)
        {
            if (_track?.TurnId != turnId)
            {
                return null;
            }

            var (heard, unheard) = _track.At(_carrier.Played);
            result = new ConversationEvent.TurnCut(turnId, heard, unheard) { CutsWord = unheard is not null && _track.CutsWordAt(_carrier.Played) };
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
            return _track is null || !_isFirstTold ? null : (_track.TurnId, _track.At(_carrier.Played).Heard);
        }
    }

    /// <summary>Audio of the turn that the caller has not heard yet; zero when the turn has no playout any more.</summary>
    public TimeSpan Unheard(SpeechTrack track)
    {
        lock (_gate)
        {
            return ReferenceEquals(track, _track) ? track.Audio - _carrier.Played : TimeSpan.Zero;
        }
    }

    /// <summary>The carrier gave a mark back.</summary>
    public void MarkReturned(string name)
    {
        lock (_gate)
        {
            if (_carrier.Returned(name) && _isEndSent)
            {
                FinishLocked();
            }
        }
    }

    private bool TryQueuePartial(SpeechTrack track)
    {
        if (!_frames.Writer.TryWrite(new PlayoutFrame(track, track.Partial, TimeSpan.Zero)))
        {
            return false;
        }

        track.Partial = null;
        track.PartialLength = 0;
        return true;
    }

    private async ValueTask QueuePartialAsync(SpeechTrack track, CancellationToken cancellationToken)
    {
        while (!TryQueuePartial(track))
        {
            await _frames.Writer.WaitToWriteAsync(cancellationToken);
        }
    }

    private void Return(PlayoutFrame frame)
    {
        if (frame.Buffer is not null)
        {
            _pool.Return(frame.Buffer);
        }
    }

    private void FinishLocked()
    {
        _finished?.TrySetResult();
        _finished = null;
        _isEndSent = false;
        ReturnLocked(_sent);
    }

    private void ReturnLocked(Queue<PlayoutFrame> frames)
    {
        while (frames.TryDequeue(out var frame))
        {
            Return(frame);
        }
    }

    private void ClearLocked()
    {
        _isClearDue |= _carrier.HoldsAnything;
        _carrier.Clear();
    }

    private void DropLocked()
    {
        if (!_isPaused)
        {
            ClearLocked();
        }

        ReturnLocked(_sent);
        ReturnLocked(_again);
        _track = null;
        _isPaused = false;
        _isEndSent = false;
        _finished?.TrySetResult();
        _finished = null;
    }
}
