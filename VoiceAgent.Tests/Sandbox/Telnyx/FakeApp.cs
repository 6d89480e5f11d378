using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using NSec.Cryptography;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

/// <summary>An app at the other side of the simulated Telnyx: a webhook address that verifies signatures, and a media socket.</summary>
internal sealed class FakeApp : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http;
    private readonly Observed<JsonElement> _events = new();
    private readonly Observed<MediaPeer> _peers = new();
    private readonly PublicKey _publicKey;

    private FakeApp(WebApplication app, SandboxServer sandbox)
    {
        _app = app;
        _publicKey = PublicKey.Import(
            SignatureAlgorithm.Ed25519, Convert.FromBase64String(sandbox.Telnyx.PublicKey), KeyBlobFormat.RawPublicKey);
        _http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(sandbox.AddressOf("telnyx") + "/") };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", SandboxKeys.Valid("telnyx"));
    }

    public Uri Webhook => new(new Uri(_app.Urls.First()), "hook?tenant=7");

    public Uri Media => new UriBuilder(new Uri(new Uri(_app.Urls.First()), "media/one-use")) { Scheme = "ws" }.Uri;

    /// <summary>Correctly signed events, in the order of their arrival.</summary>
    public Observed<JsonElement> Events => _events;

    /// <summary>Media sockets that the carrier opened.</summary>
    public Observed<MediaPeer> Peers => _peers;

    /// <summary>Requests whose signature does not fit.</summary>
    public int Refused { get; private set; }

    /// <summary>Signed, but too long ago.</summary>
    public int Stale { get; private set; }

    /// <summary>Runs before the webhook is answered.</summary>
    public Func<JsonElement, Task>? OnEvent { get; set; }

    /// <summary>Statuses to answer the next webhooks with, before 200.</summary>
    public Queue<int> Statuses { get; } = new();

    /// <summary>Speaks with the carrier on the media socket; without it the app only listens.</summary>
    public Func<MediaPeer, Task>? OnMedia { get; set; }

    public static async Task<FakeApp> StartAsync(SandboxServer sandbox)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        builder.Services.Configure<Microsoft.Extensions.Hosting.HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(1));
        var web = builder.Build();
        var app = new FakeApp(web, sandbox);
        web.UseWebSockets();
        web.UseRouting();
        web.MapPost("/hook", app.HookAsync);
        web.Map("/media/one-use", app.AcceptMediaAsync);
        await web.StartAsync();
        return app;
    }

    /// <summary>Answers every call and starts a two-way stream.</summary>
    public FakeApp AnswersEveryCall(object? streaming = null)
    {
        OnEvent = async told =>
        {
            var id = told.GetProperty("data").GetProperty("payload").GetProperty("call_control_id").GetString()!;
            switch (told.GetProperty("data").GetProperty("event_type").GetString())
            {
                case "call.initiated":
                    await CommandAsync(id, "answer", new { });
                    break;
                case "call.answered":
                    await CommandAsync(id, "streaming_start", streaming ?? TwoWay());
                    break;
            }
        };
        return this;
    }

    public object TwoWay(string codec = "PCMU") => new
    {
        stream_url = Media.OriginalString,
        stream_auth_token = "opaque-one-time-token",
        stream_track = "inbound_track",
        stream_bidirectional_mode = "rtp",
        stream_bidirectional_codec = codec,
        stream_bidirectional_target_legs = "self",
    };

    public async Task<(int Status, JsonElement Body)> CommandAsync(string id, string action, object body)
    {
        using var content = new StringContent(JsonSerializer.Serialize(body), Encoding.UTF8, "application/json");
        using var answer = await _http.PostAsync($"v2/calls/{Uri.EscapeDataString(id)}/actions/{action}", content);
        return ((int)answer.StatusCode, await ReadAsync(answer));
    }

    public async Task<(int Status, JsonElement Body)> GetAsync(string path, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        if (key is not null)
        {
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", key);
        }

        using var answer = await _http.SendAsync(request);
        return ((int)answer.StatusCode, await ReadAsync(answer));
    }

    /// <summary>Waits for the payload of the first event of a type.</summary>
    public async Task<JsonElement> PayloadAsync(string eventType) =>
        (await _events.WaitAsync(told => Type(told) == eventType)).GetProperty("data").GetProperty("payload");

    /// <summary>The control id of the call that rings first.</summary>
    public async Task<string> RingingAsync() => (await PayloadAsync("call.initiated")).GetProperty("call_control_id").GetString()!;

    public static string Type(JsonElement told) => told.GetProperty("data").GetProperty("event_type").GetString()!;

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.Clone();
    }

    private async Task HookAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var timestamp = http.Request.Headers["telnyx-timestamp"].ToString();
        byte[] signed = [.. Encoding.ASCII.GetBytes(timestamp + "|"), .. body.ToArray()];
        var signature = Convert.FromBase64String(http.Request.Headers["telnyx-signature-ed25519"].ToString());
        if (!SignatureAlgorithm.Ed25519.Verify(_publicKey, signed, signature))
        {
            Refused++;
            http.Response.StatusCode = 403;
            return;
        }

        if (TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() - long.Parse(timestamp) > 300)
        {
            Stale++;
            http.Response.StatusCode = 403;
            return;
        }

        using var document = JsonDocument.Parse(body.ToArray());
        _events.Add(document.RootElement.Clone());
        if (Statuses.TryDequeue(out var status))
        {
            http.Response.StatusCode = status;
            return;
        }

        await (OnEvent?.Invoke(document.RootElement.Clone()) ?? Task.CompletedTask);
    }

    private async Task AcceptMediaAsync(HttpContext http)
    {
        using var socket = await http.WebSockets.AcceptWebSocketAsync();
        var peer = new MediaPeer(socket, http.Request.Headers["x-telnyx-streaming-auth-token"].ToString());
        _peers.Add(peer);
        var speaking = OnMedia?.Invoke(peer) ?? Task.CompletedTask;
        await peer.ReceiveAsync();
        await speaking;
    }
}
