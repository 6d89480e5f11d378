using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// A carrier: plays what is sent to it in real time and in order, gives a mark back when everything before it has been played, stops
/// and gives all marks back on a clear, and sends the caller's audio in frames of 20 ms.
/// </summary>
public sealed class LoopbackMediaStream(TimeProvider time) : IMediaStream, IDisposable
{
    private static readonly TimeSpan FrameDuration = TimeSpan.FromMilliseconds(20);

    private readonly Channel<MediaEvent> _events = Channel.CreateUnbounded<MediaEvent>();
    private readonly List<(TimeSpan From, TimeSpan To)> _speech = [];
    private readonly List<(TimeSpan From, TimeSpan To)> _gaps = [];
    private readonly List<(string Name, ITimer Timer)> _marks = [];
    private readonly List<PlayedFrame> _played = [];
    private readonly long _startedAt = time.GetTimestamp();
    private TimeSpan _playedUntil;
    private ITimer? _frames;
    private int _frameNumber;
    private int _heldBack;

    public AudioFormat Format { get; init; } = AudioFormat.Pcmu;

    /// <summary>Whether marks come back at all.</summary>
    public bool ReturnsMarks { get; set; } = true;

    /// <summary>Fails every send from then on.</summary>
    public TimeSpan BreaksAt { get; set; } = TimeSpan.MaxValue;

    /// <summary>How much later than it could it plays: its jitter buffer.</summary>
    public TimeSpan Lag { get; set; }

    /// <summary>When clears arrived.</summary>
    public List<TimeSpan> Clears { get; } = [];

    public int MarksReturned { get; private set; }

    /// <summary>Messages of audio that arrived.</summary>
    public int Sends { get; private set; }

    /// <summary>What the caller heard, in order and in frames of 20 ms; a frame that a clear cut short ends there.</summary>
    public IReadOnlyList<PlayedFrame> Played => _played;

    private TimeSpan Now => time.GetElapsedTime(_startedAt);

    /// <summary>The caller makes a loud voice in this time, and comfort noise otherwise.</summary>
    public void Voice(TimeSpan from, TimeSpan to) => _speech.Add((from, to));

    /// <summary>Frames of this time come late, all at once at its end.</summary>
    public void Delay(TimeSpan from, TimeSpan to) => _gaps.Add((from, to));

    /// <summary>Lets something else happen on the line.</summary>
    public void Happen(TimeSpan at, MediaEvent what) => At(at, () => _events.Writer.TryWrite(what));

    /// <summary>The connection goes without a word.</summary>
    public void Break(TimeSpan at) => At(at, () => _events.Writer.TryComplete());

    public async IAsyncEnumerable<MediaEvent> ReceiveAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _frames = time.CreateTimer(_ => SendFrame(), null, FrameDuration, FrameDuration);
        await foreach (var happened in _events.Reader.ReadEachAsync(cancellationToken))
        {
            yield return happened;
            if (happened is MediaEvent.Stopped)
            {
                yield break;
            }
        }
    }

    public ValueTask SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        ThrowIfBroken();
        Sends++;
        var frame = Format.BytesFor(FrameDuration);
        for (var left = audio; !left.IsEmpty; left = left[Math.Min(frame, left.Length)..])
        {
            var start = _playedUntil > Now ? _playedUntil : Now + Lag;
            _playedUntil = start + Format.DurationOf(Math.Min(frame, left.Length));
            _played.Add(new PlayedFrame(start, _playedUntil, left.Span[0], Now));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask SendMarkAsync(string name, CancellationToken cancellationToken)
    {
        ThrowIfBroken();
        if (ReturnsMarks)
        {
            var wait = _playedUntil - Now;
            var timer = time.CreateTimer(_ => ReturnMark(name), null, wait > TimeSpan.Zero ? wait : TimeSpan.Zero, Timeout.InfiniteTimeSpan);
            _marks.Add((name, timer));
        }

        return ValueTask.CompletedTask;
    }

    public ValueTask ClearAsync(CancellationToken cancellationToken)
    {
        ThrowIfBroken();
        Clears.Add(Now);
        _playedUntil = Now;
        _played.RemoveAll(frame => frame.From >= Now);
        if (_played.Count > 0 && _played[^1].To > Now)
        {
            _played[^1] = _played[^1] with { To = Now };
        }

        foreach (var (name, _) in _marks.ToArray())
        {
            ReturnMark(name);
        }

        return ValueTask.CompletedTask;
    }

    public void Dispose()
    {
        _frames?.Dispose();
        _events.Writer.TryComplete();
    }

    private void ThrowIfBroken()
    {
        if (Now >= BreaksAt)
        {
            throw new IOException("The connection is gone.");
        }
    }

    private void At(TimeSpan at, Action action) =>
        time.CreateTimer(_ => action(), null, at > Now ? at - Now : TimeSpan.Zero, Timeout.InfiniteTimeSpan);

    private void ReturnMark(string name)
    {
        var index = _marks.FindIndex(mark => mark.Name == name);
        if (index >= 0)
        {
            _marks[index].Timer.Dispose();
            _marks.RemoveAt(index);
            MarksReturned++;
            _events.Writer.TryWrite(new MediaEvent.MarkReturned(name));
        }
    }

    private void SendFrame()
    {
        _heldBack++;
        if (_gaps.Any(gap => Now > gap.From && Now < gap.To))
        {
            return;
        }

        for (; _heldBack > 0; _heldBack--)
        {
            var from = _frameNumber++ * FrameDuration;
            var isVoice = _speech.Any(span => from >= span.From && from < span.To);
            _events.Writer.TryWrite(new MediaEvent.Audio(new AudioFrame(Sound.Frame(isVoice, from), Format)));
        }
    }
}

/// <summary>One frame as the caller heard it.</summary>
/// <param name="From">When it began to sound.</param>
/// <param name="To">When it ended.</param>
/// <param name="Sound">Its first byte.</param>
/// <param name="SentAt">When it was sent.</param>
public sealed record PlayedFrame(TimeSpan From, TimeSpan To, byte Sound, TimeSpan SentAt);
