using System.Collections.Concurrent;
using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters;

/// <summary>A loopback server that answers every request as the test says: for the odd answers no simulator gives.</summary>
internal sealed class ScriptedProvider : IAsyncDisposable
{
    public const string Key = "secret-key-0123456789";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly WebApplication _app;
    private readonly TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ScriptedProvider(WebApplication app, ProviderName provider)
    {
        _app = app;
        var address = new Uri(app.Urls.First());
        Endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "test") });
        Lease = new KeyLease(AccountId.New(), provider, new KeyDestination("test"), Encoding.ASCII.GetBytes(Key));
    }

    public ProviderEndpoints Endpoints { get; }

    public Uri Address => new(_app.Urls.First());

    public ProviderTransports Transport { get; } = new(TimeProvider.System);

    public KeyLease Lease { get; }

    /// <summary>Requests in the order they came.</summary>
    public ConcurrentQueue<Received> Requests { get; } = new();

    /// <summary>Ends when a request has come; fails after ten seconds.</summary>
    public Task Arrived => _arrived.Task.WaitAsync(Patience, TimeProvider.System);

    /// <summary>Ends when a client has gone before its answer was complete; fails after ten seconds.</summary>
    public Task Aborted => _aborted.Task.WaitAsync(Patience, TimeProvider.System);

    public static async Task<ScriptedProvider> StartAsync(ProviderName provider, RequestDelegate answer)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var app = builder.Build();
        app.UseWebSockets();
        ScriptedProvider? scripted = null;
        app.Run(async context =>
        {
            await scripted!.ReceiveAsync(context);
            await answer(context);
        });
        await app.StartAsync();
        return scripted = new ScriptedProvider(app, provider);
    }

    /// <summary>Answers with an event stream made of exactly this text.</summary>
    public static RequestDelegate Events(string text) => async context =>
    {
        context.Response.ContentType = "text/event-stream; charset=utf-8";
        await context.Response.WriteAsync(text);
    };

    /// <summary>Begins an event stream with this text and then says nothing until the client goes.</summary>
    public static RequestDelegate EventsThenSilence(string text) => async context =>
    {
        context.Response.ContentType = "text/event-stream";
        await context.Response.WriteAsync(text);
        await context.Response.Body.FlushAsync();
        await GoneAsync(context);
    };

    /// <summary>Says nothing until the client goes; ends as cancelled then.</summary>
    public static Task GoneAsync(HttpContext context) => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);

    public static RequestDelegate Refusal(int status, string body, string? retryAfter = null) => async context =>
    {
        context.Response.StatusCode = status;
        context.Response.Headers.RetryAfter = retryAfter;
        await context.Response.WriteAsync(body);
    };

    /// <summary>Closes the port and every connection.</summary>
    public async Task StopAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
    }

    public async ValueTask DisposeAsync()
    {
        Transport.Dispose();
        Lease.Dispose();
        await StopAsync();
        await _app.DisposeAsync();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        context.RequestAborted.Register(() => _aborted.TrySetResult());
        using var reader = new StreamReader(context.Request.Body);
        var body = context.WebSockets.IsWebSocketRequest ? string.Empty : await reader.ReadToEndAsync();
        var headers = context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase);
        Requests.Enqueue(new Received(context.Request.Path + context.Request.QueryString.Value, headers, body) { Connection = context.Connection.Id });
        _arrived.TrySetResult();
    }

    internal sealed record Received(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        /// <summary>Tells one TCP connection from the next.</summary>
        public string Connection { get; init; } = string.Empty;
    }
}
