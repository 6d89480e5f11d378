using System.Net.WebSockets;

namespace VoiceAgent.Sandbox.Load.Callers;

/// <summary>
/// One caller: hears the greeting, speaks, hears the answer, in some turns speaks over it, and hangs up after the last turn. The line's
/// clock ticks it every 20 ms from one thread; another task receives.
/// </summary>
internal sealed class LoadCall : IDisposable
{
    private readonly LoadSetting _setting;
    private readonly TimeProvider _time;
    private readonly ClientWebSocket _socket = new();
    private readonly CallTimes _times;
    private readonly LineOut _line;
    private readonly MediaText _text;
    private readonly byte[] _frame = new byte[FrameTag.FrameBytes];
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Random _random;
    private Task _sending = Task.CompletedTask;
    private Stage _stage = Stage.Opening;
    private int _sequence;
    private int _owed;
    private int _turn;
    private int _spoken;
    private long _startedAt;
    private long _stageAt;
    private TimeSpan _pause;
    private TimeSpan _bargeAfter;
    private long _bargedAt;
    private bool _isCarried;
    private bool _isDisposed;

    public LoadCall(int number, LoadSetting setting, TimeProvider time)
    {
        Number = number;
        _setting = setting;
        _time = time;
        _times = setting.Times.Call(number);
        _line = new LineOut(setting.Tally, time);
        _random = new Random(number);
        _text = new MediaText($"5f3c1d2e-0000-4000-8000-{number:D12}");
    }

    public int Number { get; }

    /// <summary>All turns were made; not whether all were answered.</summary>
    public bool IsCompleted { get; private set; }

    /// <summary>The server did not take the call: its ringing was rejected, or its stream closed with a reason before anything was heard.</summary>
    public bool IsRefused => !_isCarried || (_socket.CloseStatus is WebSocketCloseStatus.PolicyViolation && !_line.HasHeard);

    /// <summary>From the opening of its stream to its end; zero while it lasts.</summary>
    public TimeSpan Duration { get; private set; }

    /// <summary>Why it broke off, or null.</summary>
    public string? Problem { get; private set; }

    /// <summary>Carries the call over a media socket of the app until it ends; returns then, whatever happened.</summary>
    public async Task RunAsync(Uri media, string? token, string callControlId, LoadLine line, CancellationToken cancellationToken)
    {
        _isCarried = true;
        try
        {
            _socket.Options.Proxy = null;
            if (token is not null)
            {
                _socket.Options.SetRequestHeader("x-telnyx-streaming-auth-token", token);
            }

            await _socket.ConnectAsync(media, cancellationToken);
            await _socket.SendAsync(MediaText.Connected(token), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            await _socket.SendAsync(_text.Start(callControlId), WebSocketMessageType.Text, endOfMessage: true, cancellationToken);
            _startedAt = _stageAt = _time.GetTimestamp();
            _stage = Stage.Greeting;
            line.Add(this);
            await ReceiveAsync(cancellationToken);
        }
        catch (Exception broken) when (broken is WebSocketException or OperationCanceledException or HttpRequestException or IOException)
        {
            Problem ??= IsCompleted ? null : broken.GetType().Name;
        }
        finally
        {
            line.Remove(this);
            Problem ??= IsCompleted ? null : $"The server ended the stream: {_socket.CloseStatusDescription ?? $"{_socket.CloseStatus}"}";
            Duration = _startedAt == 0 ? TimeSpan.Zero : _time.GetElapsedTime(_startedAt);
            _done.TrySetResult();
        }
    }

    /// <summary>20 ms have passed. From the line's thread only.</summary>
    public void Tick(long now)
    {
        _owed++;
        if (!_sending.IsCompleted)
        {
            _setting.Tally.Stalled();
            return;
        }

        while (_owed > 0 && _sending.IsCompleted && !_isDisposed)
        {
            _owed--;
            if (_stage is Stage.Leaving or Stage.Gone)
            {
                Leave();
                return;
            }

            Speak(now);
        }

        while (_sending.IsCompleted && _line.TakeDueMark(now) is { } mark)
        {
            Send(_text.Mark(mark));
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        _socket.Dispose();
    }

    private void Speak(long now)
    {
        Advance(now);
        var sentence = _setting.Speech.Sentence(Number + _turn);
        var isSpeech = _stage is Stage.Speaking && _spoken < sentence.Count;
        (isSpeech ? sentence[_spoken] : _setting.Speech.Silence).CopyTo(_frame);
        new FrameTag(Number, _turn, _sequence & 0xFFFF, isSpeech).Write(_frame);
        var at = _time.GetTimestamp();
        _times.FrameSent(_sequence & 0xFFFF, at);
        if (isSpeech && _spoken++ == 0 && _bargedAt < 0)
        {
            Volatile.Write(ref _bargedAt, at);
        }

        _sequence++;
        Send(_text.Media(_frame));
        if (_stage is Stage.Speaking && _spoken >= sentence.Count)
        {
            Volatile.Write(ref _times.Turn(_turn).SpeechEnded, _time.GetTimestamp());
            Enter(Stage.Waiting, now);
        }
    }

    // What comes after what; the receiving task only notes what it hears.
    private void Advance(long now)
    {
        var inStage = _time.GetElapsedTime(_stageAt, now);
        switch (_stage)
        {
            case Stage.Greeting when _line.IsSilentFor(TimeSpan.FromMilliseconds(400), now):
                Pause(now);
                break;
            case Stage.Pausing when inStage >= _pause:
                Begin(now);
                break;
            case Stage.Waiting when Volatile.Read(ref _times.Turn(_turn).FirstFrame) != 0:
                EndBargeIn();
                _setting.Tally.TurnAnswered();
                Enter(Stage.Hearing, now);
                break;
            case Stage.Hearing when _bargeAfter > TimeSpan.Zero && inStage >= _bargeAfter && _line.IsPlaying(now):
                _turn++;
                Volatile.Write(ref _bargedAt, -1);
                Begin(now);
                break;
            case Stage.Hearing when _line.IsSilentFor(TimeSpan.FromMilliseconds(400), now):
                NextTurn(now);
                break;
            case Stage.Greeting or Stage.Waiting when inStage > LoadSetting.Patience:
                EndBargeIn();
                _setting.Tally.TurnUnanswered();
                NextTurn(now);
                break;
            default:
                break;
        }
    }

    private void NextTurn(long now)
    {
        if (_stage is not Stage.Greeting)
        {
            _turn++;
        }

        if (_setting.IsOver(_turn, _time.GetElapsedTime(_startedAt, now)))
        {
            IsCompleted = true;
            Enter(Stage.Leaving, now);
        }
        else
        {
            Pause(now);
        }
    }

    private void Pause(long now)
    {
        _pause = TimeSpan.FromMilliseconds(_random.Next(100, 700));
        Enter(Stage.Pausing, now);
    }

    private void Begin(long now)
    {
        _spoken = 0;
        var speaksOver = _turn % 3 == 0 && !_setting.IsOver(_turn + 1, _time.GetElapsedTime(_startedAt, now));
        _bargeAfter = speaksOver ? TimeSpan.FromMilliseconds(_random.Next(600, 1400)) : TimeSpan.Zero;
        Enter(Stage.Speaking, now);
    }

    private void EndBargeIn()
    {
        if (Interlocked.Exchange(ref _bargedAt, 0) != 0)
        {
            _setting.Tally.BargedIn(untilClear: null);
        }
    }

    private void Enter(Stage stage, long now) => (_stage, _stageAt) = (stage, now);

    private void Leave()
    {
        if (_stage is Stage.Leaving)
        {
            _stage = Stage.Gone;
            Send(_text.Stop());
            _ = CloseAsync();
        }
    }

    private async Task CloseAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(3), _time);
        try
        {
            await _sending;
            await _done.Task.WaitAsync(limit.Token);
        }
        catch (Exception late) when (late is OperationCanceledException or WebSocketException)
        {
            _socket.Abort();
        }
    }

    private void Send(ReadOnlyMemory<byte> message)
    {
        try
        {
            var sent = _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
            _sending = sent.IsCompletedSuccessfully ? Task.CompletedTask : sent.AsTask();
        }
        catch (Exception gone) when (gone is WebSocketException or InvalidOperationException)
        {
            // The receiving task tells that the stream has ended.
            _isDisposed = true;
        }
    }

    private async Task ReceiveAsync(CancellationToken cancellationToken)
    {
        var buffer = new byte[4096];
        var length = 0;
        while (true)
        {
            var received = await _socket.ReceiveAsync(buffer.AsMemory(length), cancellationToken);
            length += received.Count;
            if (received.MessageType is WebSocketMessageType.Close)
            {
                return;
            }

            if (received.EndOfMessage)
            {
                Hear(buffer.AsSpan(0, length), _time.GetTimestamp());
                length = 0;
            }
            else if (length == buffer.Length)
            {
                Array.Resize(ref buffer, length * 2);
            }
        }
    }

    private void Hear(ReadOnlySpan<byte> message, long now)
    {
        if (MediaText.AudioBytes(message) is >= 0 and var bytes)
        {
            HearAudio(bytes, now);
        }
        else if (MediaText.IsClear(message))
        {
            _line.Clear(now);
            if (Interlocked.Exchange(ref _bargedAt, 0) is > 0 and var from)
            {
                _setting.Tally.BargedIn(_time.GetElapsedTime(from, now));
            }
        }
        else if (MediaText.MarkName(message) is { } mark)
        {
            _line.Mark(mark);
        }
    }

    private void HearAudio(int bytes, long now)
    {
        var isFirst = false;
        if (_stage is Stage.Greeting && !_line.HasHeard)
        {
            _setting.Tally.Greeting.Add(_time.GetElapsedTime(_startedAt, now));
        }
        else
        {
            var turn = _times.Turn(_turn);
            if (turn.FirstFrame == 0 && Volatile.Read(ref turn.AudioSent) != 0)
            {
                isFirst = true;
                Volatile.Write(ref turn.FirstFrame, now);
            }
        }

        _line.Audio(bytes, isFirst, now);
    }

    private enum Stage
    {
        Opening,
        Greeting,
        Pausing,
        Speaking,
        Waiting,
        Hearing,
        Leaving,
        Gone,
    }
}
