using System.Text.Json;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary>
/// One <c>multi-stream-input</c> socket: up to five contexts at once, each with its own text, settings, timer and final message. A socket on
/// which nothing comes at all for the inactivity timeout is closed.
/// </summary>
internal sealed class MultiStreamSession(Exchange exchange, SandboxSocket socket) : IAsyncDisposable
{
    private const int MaxContexts = 5;
    private const string Default = "default";

    private readonly Dictionary<string, MultiStreamSpeech> _contexts = new(StringComparer.Ordinal);
    private StreamInputOptions? _options;

    public async Task RunAsync()
    {
        await socket.OpenAsync();
        var refusal = StreamInputOptions.Read(exchange.Http.Request, out _options);
        var request = exchange.Http.Request;
        var key = request.Headers.ContainsKey("xi-api-key") ? ElevenLabsPart.KeyOf(request) : SandboxKeys.Check("elevenlabs", request.Query["authorization"]);
        if (key is not SandboxKeyState.Missing && (ElevenLabsPart.Refuse(exchange, key) ?? refusal) is { } refused)
        {
            await refused.CloseAsync(socket);
        }

        var seconds = _options?.InactivitySeconds ?? 20;
        await using var idle = new IdleTimer(
            exchange.State.Time, TimeSpan.FromSeconds(seconds), () => ElevenLabsRefusal.Inactive(seconds).CloseAsync(socket), exchange.Ended);
        while (true)
        {
            var message = await socket.ReceiveAsync(exchange.Ended);
            idle.Touch();
            if (message.IsClose)
            {
                await socket.CloseAsync(1000, "");
                return;
            }

            if (socket.IsClosed)
            {
                continue;
            }

            using var json = message.IsText ? SandboxJson.ReadObject(message.Text) : null;
            if (json is null)
            {
                await ElevenLabsRefusal.Bad("invalid_message", "Expected a JSON object in a text message.").CloseAsync(socket);
            }
            else if (json.RootElement.Flag("close_socket"))
            {
                await EndAsync();
                return;
            }
            else
            {
                await TakeAsync(json.RootElement, key, refusal);
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var context in _contexts.Values)
        {
            await context.DisposeAsync();
        }
    }

    private async Task TakeAsync(JsonElement message, SandboxKeyState key, ElevenLabsRefusal? badAddress)
    {
        var id = message.Text("context_id") ?? Default;
        if (_contexts.TryGetValue(id, out var context) && !context.IsOver)
        {
            if (context.Take(message) is { } wrong)
            {
                await TellAsync(id, wrong);
            }

            return;
        }

        if (message.Flag("close_context") || message.Flag("flush") || message.Text("text") is null)
        {
            // Of a context that has ended or never was.
            return;
        }

        key = key is SandboxKeyState.Missing ? SandboxKeys.Check("elevenlabs", message.Text("xi_api_key") ?? message.Text("authorization")) : key;
        if ((ElevenLabsPart.Refuse(exchange, key) ?? badAddress ?? Check(message)) is { } refusal)
        {
            await refusal.CloseAsync(socket);
            return;
        }

        if (_contexts.Values.Count(known => !known.IsOver) >= MaxContexts)
        {
            await TellAsync(id, ElevenLabsRefusal.Bad("max_active_contexts_exceeded", "Maximum simultaneous contexts exceeded (5)."));
            return;
        }

        _contexts[id] = new MultiStreamSpeech(exchange, socket, _options!, id);
    }

    private static ElevenLabsRefusal? Check(JsonElement message) => message.Text("text") is not (" " or "")
        ? ElevenLabsRefusal.Bad("invalid_message", "The first message of a context must have the text \" \".")
        : StreamInputSession.CheckSettings(message);

    private Task TellAsync(string id, ElevenLabsRefusal refusal) =>
        socket.SendAsync(SandboxJson.Write(new { error = refusal.Slug, message = refusal.Message, contextId = id }));

    private async Task EndAsync()
    {
        foreach (var context in _contexts.Values)
        {
            await context.FinishAsync();
        }

        await socket.CloseAsync(1000, "");
        await socket.DrainAsync();
    }
}
