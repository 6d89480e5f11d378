using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Faults;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>
/// One request at a simulated provider with what it needs: the shared state, its record, and the faults that hit it. Make the
/// handlers of a part with <see cref="Call"/> and <see cref="KeyCheck"/>.
/// </summary>
internal sealed class Exchange : IDisposable
{
    private const int MaxBody = 2_000_000;

    private static readonly TimeSpan UntilReset = TimeSpan.FromMilliseconds(50);

    private readonly CancellationTokenSource _ended;

    private Exchange(SandboxState state, string slug, HttpContext http, SandboxConnection connection, bool keyCheck)
    {
        State = state;
        Slug = slug;
        Http = http;
        Connection = connection;
        Faults = state.Faults.Take(slug, keyCheck, Credentials(http.Request));
        _ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, state.Stopping);
    }

    public SandboxState State { get; }

    public string Slug { get; }

    public HttpContext Http { get; }

    public SandboxConnection Connection { get; }

    public ConnectionFaults Faults { get; }

    /// <summary>Cancelled when the client has gone or the sandbox stops.</summary>
    public CancellationToken Ended => _ended.Token;

    /// <summary>A handler for what a call uses: a stream or a completion.</summary>
    public static RequestDelegate Call(SandboxState state, string slug, Func<Exchange, Task> handle) => Handler(state, slug, handle, keyCheck: false);

    /// <summary>A handler for key checks and lists.</summary>
    public static RequestDelegate KeyCheck(SandboxState state, string slug, Func<Exchange, Task> handle) => Handler(state, slug, handle, keyCheck: true);

    /// <summary>Answers with a JSON text as it stands.</summary>
    public async Task AnswerAsync(int status, string json)
    {
        Http.Response.StatusCode = status;
        Http.Response.ContentType = "application/json";
        await Http.Response.WriteAsync(json, Ended);
    }

    /// <summary>Reads the body as text and records it; null after having answered 413 to one that is too large.</summary>
    public async Task<string?> ReadBodyAsync()
    {
        using var body = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await Http.Request.Body.ReadAsync(buffer, Ended)) > 0)
        {
            if (body.Length + read > MaxBody)
            {
                Http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
                return null;
            }

            body.Write(buffer, 0, read);
        }

        var text = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        Connection.AddText(text);
        return text;
    }

    /// <summary>Accepts the WebSocket; the caller has checked that the request is one.</summary>
    public async Task<SandboxSocket> AcceptSocketAsync(string? subProtocol = null)
    {
        Connection.IsSocket = true;
        Connection.Status = StatusCodes.Status101SwitchingProtocols;
        return new SandboxSocket(this, await Http.WebSockets.AcceptWebSocketAsync(subProtocol));
    }

    /// <summary>Resets the TCP connection, a moment after what was sent: the server hands its output to the network later, and a reset discards it.</summary>
    public async Task ResetAsync()
    {
        Connection.Dropped = true;
        await Task.Delay(UntilReset, State.Time, Ended);
        if (Http.Features.Get<IConnectionSocketFeature>()?.Socket is { } socket)
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        Http.Abort();
    }

    public void Dispose()
    {
        State.Faults.Release(Faults);
        _ended.Dispose();
    }

    private static string Credentials(HttpRequest request) =>
        $"{request.Headers.Authorization} {request.Headers["xi-api-key"]} {request.Headers["X-Hume-Api-Key"]} {request.Query["call"]}";

    /// <summary>What becomes of a key check, which has one answer, or of a connection that is not answered as one: the fault takes its place.</summary>
    private Task MisbehaveAsync(Fault fault) => fault.Kind switch
    {
        FaultKind.Silence => Task.Delay(Timeout.InfiniteTimeSpan, State.Time, Ended),
        FaultKind.Garbage => AnswerAsync(StatusCodes.Status502BadGateway, "<html>garbage"),
        FaultKind.Error => AnswerAsync(StatusCodes.Status500InternalServerError, "{}"),
        _ => ResetAsync(),
    };

    private static RequestDelegate Handler(SandboxState state, string slug, Func<Exchange, Task> handle, bool keyCheck) => async http =>
    {
        var connection = state.Recorded.Begin(slug, http.Request);
        using var exchange = new Exchange(state, slug, http, connection, keyCheck);
        try
        {
            if (exchange.Faults.Delay > TimeSpan.Zero)
            {
                await Task.Delay(exchange.Faults.Delay, state.Time, exchange.Ended);
            }

            var fault = exchange.Faults.DueAfter(Fault.AtConnect) ?? (keyCheck ? exchange.Faults.DueAfter(0) : null);
            await (fault is not null ? exchange.MisbehaveAsync(fault) : handle(exchange));
            connection.Status ??= http.Response.StatusCode;
        }
        catch (Exception e) when (e is OperationCanceledException or IOException or System.Net.WebSockets.WebSocketException)
        {
            connection.ClientLeft = !state.Stopping.IsCancellationRequested && !connection.Dropped && connection.CloseCode is null;
            http.Abort();
        }
        catch (Exception e)
        {
            connection.Failure = e;
            http.Abort();
        }
        finally
        {
            state.Recorded.End(connection);
        }
    };
}
