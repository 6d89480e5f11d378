using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Deepgram.Flux;

/// <summary>
/// One socket of <c>/v2/listen</c>. Knows neither KeepAlive nor Finalize: like any other text it does not know they end the session. A
/// minute without anything on the wire ends it too; a ping is something.
/// </summary>
internal sealed class FluxSession(Exchange exchange, SandboxSocket socket, FluxOptions options, Guid request)
{
    private static readonly TimeSpan MaxIdle = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ResultDelay = TimeSpan.FromMilliseconds(60);

    private readonly Outbox _outbox = new(exchange.State, socket);
    private readonly StreamDecoder? _decoder = options.Format is { } format ? new StreamDecoder(format, 1) : null;
    private FluxTurns? _turns;
    private bool _finished;

    private FluxTurns Turns => _turns ??= new FluxTurns(options, exchange.State.Utterances, request, Post);

    public static string Error(int sequence, string code, string description) =>
        SandboxJson.Write(new { type = "Error", sequence_id = sequence, code, description });

    public async Task RunAsync()
    {
        await socket.OpenAsync();
        Post(SandboxJson.Write(new { type = "Connected", request_id = request, sequence_id = Turns.NextSequence() }));
        await using var idle = new IdleTimer(exchange.State.Time, MaxIdle, () => socket.CloseAsync(1011, DeepgramMessages.Net0001), exchange.Ended);
        TappedUpgrade.Of(exchange.Http).Heard = idle.Touch;
        await new SocketPump(exchange, socket, _outbox) { CloseCode = 1005 }.RunAsync(TakeAsync);
    }

    private async Task<bool> TakeAsync(SocketMessage message)
    {
        if (message.IsText)
        {
            await ControlAsync(message.Text);
        }
        else if (_decoder is null)
        {
            await FailAsync("UNSUPPORTED_AUDIO", "The audio cannot be decoded.");
        }
        else
        {
            _decoder.Decode(message.Data.Span);
            Turns.Listen(_decoder.Channel(0));
        }

        return !_finished;
    }

    private async Task ControlAsync(string text)
    {
        using var message = SandboxJson.ReadObject(text);
        switch (message?.RootElement.Text("type"))
        {
            case "CloseStream":
                Turns.Flush();
                _finished = true;
                break;
            case "ForceEndTurn":
                Turns.ForceEnd();
                break;
            case "Configure":
                Configure(message.RootElement);
                break;
            default:
                await FailAsync("UNPARSABLE_CLIENT_MESSAGE", "Text message received from client did not match any of the formats we expect.");
                break;
        }
    }

    private void Configure(JsonElement message)
    {
        var given = message.TryGetProperty("thresholds", out var thresholds) && thresholds.ValueKind is JsonValueKind.Object ? thresholds : message;
        if (!FluxOptions.Number(given, "eot_threshold", out var endOfTurn) || !FluxOptions.Number(given, "eager_eot_threshold", out var eager)
            || !FluxOptions.Number(given, "eot_timeout_ms", out var timeout) || Turns.Thresholds.With(endOfTurn, eager, timeout) is not { } changed)
        {
            Post(SandboxJson.Write(new { type = "ConfigureFailure", request_id = request, sequence_id = Turns.NextSequence() }));
            return;
        }

        Turns.Thresholds = changed;
        Post(SandboxJson.Write(new
        {
            type = "ConfigureSuccess",
            request_id = request,
            thresholds = changed.Shown,
            keyterms = Strings(message, "keyterms"),
            language_hints = Strings(message, "language_hints"),
            sequence_id = Turns.NextSequence(),
        }));
    }

    private async Task FailAsync(string code, string description)
    {
        await socket.SendAsync(Error(Turns.NextSequence(), code, description));
        await socket.CloseAsync(1011, "");
    }

    private static string?[] Strings(JsonElement message, string name) =>
        message.TryGetProperty(name, out var list) && list.ValueKind is JsonValueKind.Array
            ? [.. list.EnumerateArray().Select(item => item.ValueKind is JsonValueKind.String ? item.GetString() : item.GetRawText())]
            : [];

    private void Post(string message) => _outbox.Post(message, ResultDelay);
}
