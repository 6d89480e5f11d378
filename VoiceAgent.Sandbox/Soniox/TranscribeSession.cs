using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Soniox;

/// <summary>One socket of <c>/transcribe-websocket</c>. Trouble is told in a message, never by refusing the upgrade.</summary>
/// <param name="exchange">The request.</param>
/// <param name="socket">Accepted.</param>
/// <param name="key">The key that came with the upgrade, or null.</param>
internal sealed class TranscribeSession(Exchange exchange, SandboxSocket socket, string? key)
{
    private static readonly TimeSpan MaxStart = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan MaxStream = TimeSpan.FromMinutes(300);
    private static readonly TimeSpan ResultDelay = TimeSpan.FromMilliseconds(60);

    private readonly Outbox _outbox = new(exchange.State, socket);
    private StreamDecoder? _decoder;
    private SonioxTokens? _tokens;

    public async Task RunAsync()
    {
        await socket.OpenAsync();
        if (await StartAsync() is not { } start)
        {
            await socket.DrainAsync();
            return;
        }

        _decoder = start.Format is { } format ? new StreamDecoder(format, 1) : null;
        _tokens = new SonioxTokens(start, exchange.State.Utterances, Post);
        var idle = new IdleTimer(exchange.State.Time, MaxIdle, () => FailAsync(SonioxError.Idle), exchange.Ended);
        var tooLong = new IdleTimer(exchange.State.Time, MaxStream, () => FailAsync(SonioxError.TooLong), exchange.Ended);
        await using (idle)
        await using (tooLong)
        {
            await new SocketPump(exchange, socket, _outbox) { Heard = idle.Touch }.RunAsync(message => TakeAsync(message, _tokens));
        }
    }

    // Null after having told what is wrong.
    private async Task<SonioxStart?> StartAsync()
    {
        await using var timer = new IdleTimer(exchange.State.Time, MaxStart, () => FailAsync(SonioxError.StartTimeout), exchange.Ended);
        var message = await socket.ReceiveAsync(exchange.Ended);
        if (message.IsClose)
        {
            await socket.CloseAsync(1000, "");
            return null;
        }

        SonioxStart? start = null;
        var error = message.IsText ? SonioxStart.Read(message.Text, out start) : SonioxError.Bad("Start request must be a text message.");
        error = RefusalOf(start) ?? error;
        if (error is null)
        {
            return start;
        }

        await FailAsync(error);
        return null;
    }

    private SonioxError? RefusalOf(SonioxStart? start)
    {
        if (exchange.Faults.Refusal is { } fault)
        {
            return fault.Kind is FaultKind.Quota ? SonioxError.NoBalance : SonioxError.ForStatus(fault.Value);
        }

        if (key is not null && start?.Key is not null && start.Key != key)
        {
            return SonioxError.TwoKeys;
        }

        return SandboxKeys.Check("soniox", key ?? start?.Key) switch
        {
            SandboxKeyState.Missing => SonioxError.NoKey,
            SandboxKeyState.Invalid => SonioxError.WrongKey,
            SandboxKeyState.WithoutCredit => SonioxError.NoBalance,
            SandboxKeyState.RateLimited => SonioxError.TooManyRequests,
            _ => null,
        };
    }

    private async Task<bool> TakeAsync(SocketMessage message, SonioxTokens tokens)
    {
        if (message.Data.Length is 0 && exchange.Connection.AudioBytes is 0)
        {
            await FailAsync(SonioxError.Bad("No audio received."));
        }
        else if (message.Data.Length is 0)
        {
            tokens.Finish();
            return false;
        }
        else if (message.IsText)
        {
            await ControlAsync(message.Text, tokens);
        }
        else if (_decoder is null)
        {
            await FailAsync(SonioxError.Bad("Audio decode error"));
        }
        else
        {
            _decoder.Decode(message.Data.Span);
            tokens.Listen(_decoder.Channel(0));
        }

        return true;
    }

    private async Task ControlAsync(string text, SonioxTokens tokens)
    {
        using var message = SandboxJson.ReadObject(text);
        switch (message?.RootElement.Text("type"))
        {
            case "keepalive":
                break;
            case "finalize":
                tokens.Finalize("<fin>");
                break;
            case null when message is null:
                await FailAsync(SonioxError.Bad("Control request is malformed."));
                break;
            default:
                await FailAsync(SonioxError.Bad("Control request invalid type."));
                break;
        }
    }

    private async Task FailAsync(SonioxError error)
    {
        await socket.SendAsync(error.Json);
        await socket.CloseAsync(1000, "");
    }

    private void Post(string message) => _outbox.Post(message, ResultDelay);
}
