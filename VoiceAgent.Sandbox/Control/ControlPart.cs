using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Sandbox.Control;

/// <summary>
/// The control API of the sandbox, for programs on this machine: <c>POST calls</c> makes a call and answers its report,
/// <c>PUT numbers</c> connects a number to an app, <c>GET state</c> tells what there is.
/// </summary>
internal sealed class ControlPart(SandboxState state) : ISandboxPart
{
    private const int MostCalls = 50;
    private const int MaxBodyBytes = 256 * 1024;

    private int _calls;

    public string Slug => "control";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/calls", Guarded(CallAsync));
        routes.MapPut("/numbers", Guarded(ConnectAsync));
        routes.MapGet("/state", Guarded((http, ended) => AnswerAsync(http, 200, State(), ControlJson.Default.ControlState, ended)));
    }

    // JSON is demanded where something is done, so that no web page can send the request without being asked by the browser first.
    private RequestDelegate Guarded(Func<HttpContext, CancellationToken, Task> handle) => async http =>
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, state.Stopping);
        try
        {
            if (http.Connection.RemoteIpAddress is not { } remote || !IPAddress.IsLoopback(remote))
            {
                http.Response.StatusCode = StatusCodes.Status403Forbidden;
                return;
            }

            if (!HttpMethods.IsGet(http.Request.Method) && !http.Request.HasJsonContentType())
            {
                await RefuseAsync(http, 415, "The body must be application/json.", ended.Token);
                return;
            }

            if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            {
                limit.MaxRequestBodySize = MaxBodyBytes;
            }

            await handle(http, ended.Token);
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            await RefuseAsync(http, 400, e.Message, ended.Token);
        }
        catch (JsonException e)
        {
            await RefuseAsync(http, 400, $"The body cannot be read: {e.Message}", ended.Token);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(http, e.StatusCode, e.Message, ended.Token);
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            http.Abort();
        }
    };

    private async Task CallAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var order = await ReadAsync(http, ControlJson.Default.CallOrder, cancellationToken);
        var script = order.ToScript();
        var faults = order.Faults.Select(script => Fault.Parse(script ?? string.Empty)).ToArray();
        if (Interlocked.Increment(ref _calls) > MostCalls)
        {
            Interlocked.Decrement(ref _calls);
            await RefuseAsync(http, 429, $"{MostCalls} simulated calls are running already.", cancellationToken);
            return;
        }

        PhoneReport report;
        try
        {
            report = await CallAsync(script, faults, cancellationToken);
        }
        finally
        {
            Interlocked.Decrement(ref _calls);
        }

        await AnswerAsync(http, 200, report, PhoneJson.Default.PhoneReport, cancellationToken);
    }

    private async Task<PhoneReport> CallAsync(PhoneScript script, Fault[] faults, CancellationToken cancellationToken)
    {
        foreach (var fault in faults)
        {
            state.Faults.Add(fault);
        }

        try
        {
            return await state.Phone.CallAsync(script, cancellationToken);
        }
        finally
        {
            foreach (var fault in faults)
            {
                state.Faults.Remove(fault);
            }
        }
    }

    private async Task ConnectAsync(HttpContext http, CancellationToken cancellationToken)
    {
        var connection = await ReadAsync(http, ControlJson.Default.NumberConnection, cancellationToken);
        state.Telnyx.Connect(connection.Number, connection.WebhookUrl);
        await AnswerAsync(http, 200, State(), ControlJson.Default.ControlState, cancellationToken);
    }

    private ControlState State() => new()
    {
        TelnyxPublicKey = state.Telnyx.PublicKey,
        Numbers = [.. state.Telnyx.Numbers.Select(number => new NumberState(number.Number, number.WebhookUrl))],
        ActiveCalls = state.Telnyx.ActiveCalls,
        Voice = state.Voice.Name,
    };

    private static async Task<T> ReadAsync<T>(HttpContext http, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        await JsonSerializer.DeserializeAsync(http.Request.Body, type, cancellationToken)
            ?? throw new ArgumentException("The body must be a JSON object.");

    private static Task RefuseAsync(HttpContext http, int status, string message, CancellationToken cancellationToken) =>
        AnswerAsync(http, status, new ControlError(message), ControlJson.Default.ControlError, cancellationToken);

    private static async Task AnswerAsync<T>(HttpContext http, int status, T answer, JsonTypeInfo<T> type, CancellationToken cancellationToken)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        await JsonSerializer.SerializeAsync(http.Response.Body, answer, type, cancellationToken);
    }
}
