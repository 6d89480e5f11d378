using System.Globalization;
using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.AssemblyAI;

/// <summary>One socket of <c>/v3/ws</c>: Begin, Turn…, Termination. What is wrong is told in an Error message and by the close code.</summary>
internal sealed class StreamingSession
{
    private static readonly TimeSpan MaxSession = TimeSpan.FromHours(3);
    private static readonly TimeSpan ResultDelay = TimeSpan.FromMilliseconds(110);

    // Seen at the real service: audio may run ahead of real time by five minutes.
    private static readonly TimeSpan MaxAhead = TimeSpan.FromSeconds(310);

    private readonly Exchange _exchange;
    private readonly SandboxSocket _socket;
    private readonly Outbox _outbox;
    private readonly StreamingTurns _turns;
    private readonly StreamDecoder _decoder;
    private readonly long _openedAt;
    private StreamingOptions _options;
    private TimeSpan _audio;
    private bool _finished;

    public StreamingSession(Exchange exchange, SandboxSocket socket, StreamingOptions options)
    {
        _exchange = exchange;
        _socket = socket;
        _options = options;
        _outbox = new Outbox(exchange.State, socket);
        _turns = new StreamingTurns(options, exchange.State.Utterances, exchange.State.Options.AssemblyAIWritesOutAtOnce, Post);
        _decoder = new StreamDecoder(options.Format, 1);
        _openedAt = exchange.State.Time.GetTimestamp();
    }

    /// <summary>Tells what is wrong, as newer servers do, and closes.</summary>
    public static async Task FailAsync(SandboxSocket socket, int code, string reason)
    {
        await socket.SendAsync(Error(code, reason));
        await socket.CloseAsync(code, reason);
    }

    public static string Error(int code, string reason) => SandboxJson.Write(new { type = "Error", error_code = code, error = reason });

    public async Task RunAsync()
    {
        await _socket.OpenAsync();
        var expires = _exchange.State.Time.GetUtcNow() + MaxSession;
        await _socket.SendAsync(SandboxJson.Write(new { type = "Begin", id = Guid.NewGuid(), expires_at = expires.ToUnixTimeSeconds() }));
        var expiry = new IdleTimer(
            _exchange.State.Time, MaxSession, () => FailAsync(_socket, 3008, "Session Expired: Maximum session duration exceeded"), _exchange.Ended);
        var idle = new IdleTimer(
            _exchange.State.Time, _options.Inactivity ?? MaxSession, () => FailAsync(_socket, 4031, "Session idle for too long"), _exchange.Ended);
        await using (expiry)
        await using (idle)
        {
            await new SocketPump(_exchange, _socket, _outbox) { Heard = idle.Touch }.RunAsync(TakeAsync);
        }
    }

    private async Task<bool> TakeAsync(SocketMessage message)
    {
        await (message.IsText ? ControlAsync(message.Text) : ListenAsync(message.Data));
        return !_finished;
    }

    private async Task ListenAsync(ReadOnlyMemory<byte> audio)
    {
        var duration = _options.Format.DurationOf(audio.Length);
        if (duration < TimeSpan.FromMilliseconds(50) || duration > TimeSpan.FromSeconds(1))
        {
            await FailAsync(_socket, 3007, $"Input duration violation: {(int)duration.TotalMilliseconds} ms. Expected between 50 and 1000 ms");
            return;
        }

        _audio += duration;
        var elapsed = _exchange.State.Time.GetElapsedTime(_openedAt);
        if (_audio - elapsed > MaxAhead)
        {
            await FailAsync(_socket, 3007, string.Create(
                CultureInfo.InvariantCulture, $"Audio Transmission Rate Exceeded: Received {_audio.TotalSeconds:0.0} sec. audio in {elapsed.TotalSeconds:0.000000} sec"));
            return;
        }

        _decoder.Decode(audio.Span);
        _turns.Listen(_decoder.Channel(0));
    }

    private async Task ControlAsync(string text)
    {
        using var message = SandboxJson.ReadObject(text);
        switch (message?.RootElement.Text("type"))
        {
            case "ForceEndpoint":
                _turns.ForceEnd();
                break;
            case "KeepAlive":
                break;
            case "UpdateConfiguration":
                await UpdateAsync(message.RootElement);
                break;
            case "Terminate":
                Finish();
                break;
            case { } unknown:
                await FailAsync(_socket, 3006, "Invalid Message Type: " + unknown);
                break;
            case null:
                await FailAsync(_socket, 3006, message is null ? "Invalid JSON: " + text : "Invalid Message: type is missing");
                break;
        }
    }

    private async Task UpdateAsync(JsonElement message)
    {
        if (_options.With(message) is not { } changed)
        {
            await FailAsync(_socket, 3006, "Invalid Message: unknown or wrong setting");
            return;
        }

        _turns.Options = _options = changed;
    }

    private void Finish()
    {
        _turns.ForceEnd();
        Post(SandboxJson.Write(new
        {
            type = "Termination",
            audio_duration_seconds = (int)_audio.TotalSeconds,
            session_duration_seconds = (int)_exchange.State.Time.GetElapsedTime(_openedAt).TotalSeconds,
        }));
        _finished = true;
    }

    private void Post(string message) => _outbox.Post(message, ResultDelay);
}
