using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Sandbox;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>
/// A carrier in the test's hands: takes the application's commands, sends it signed events and opens its media socket. The other
/// providers are the sandbox's.
/// </summary>
internal sealed class FakeCarrier : IAsyncDisposable
{
    private readonly SignedWebhook _signer = new();
    private readonly HttpClient _http = new();
    private readonly WebApplication _server;
    private readonly SandboxServer _sandbox;

    private FakeCarrier(WebApplication server, SandboxServer sandbox)
    {
        _server = server;
        _sandbox = sandbox;
    }

    public RunningApp App { get; private set; } = null!;

    public ShiftedClock Clock { get; } = new();

    /// <summary>Commands in the order they came.</summary>
    public Observed<CarrierCommand> Commands { get; } = new();

    /// <summary>HTTP status of the answer to a command; 200 unless told otherwise.</summary>
    public Func<CarrierCommand, int> Answer { get; set; } = _ => 200;

    /// <summary>Calls that ring or are being connected.</summary>
    public int Ringing => App.Services.GetRequiredService<RingingCalls>().Count;

    public static async Task<FakeCarrier> StartAsync(params string[] args)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        builder.Services.AddRoutingCore();
        var server = builder.Build();
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, CancellationToken.None);
        var carrier = new FakeCarrier(server, sandbox);
        server.UseRouting();
        server.MapPost("/v2/calls/{id}/actions/{action}", carrier.TakeAsync);
        server.MapPost("/v2/calls", carrier.DialAsync);
        server.MapGet("/v2/phone_numbers", carrier.NumbersAsync);
        await server.StartAsync();
        string[] addresses =
        [
            $"--Providers:telnyx:BaseAddress={server.Urls.First()}",
            .. CallingApp.Slugs.Where(slug => slug != "telnyx").Select(slug => $"--Providers:{slug}:BaseAddress={sandbox.AddressOf(slug)}"),
        ];
        carrier.App = await RunningApp.StartAsync(app => app.Services.AddSingleton<TimeProvider>(carrier.Clock), [.. addresses, "--Calls:DrainTimeout=00:00:00.2", .. args]);
        return carrier;
    }

    public Task<Owner> OwnerAsync(Action<OwnerSetup>? configure = null)
    {
        var setup = new OwnerSetup();
        configure?.Invoke(setup);
        return Owner.CreateAsync(App.Services, "+12025550131", setup, _signer.PublicKey);
    }

    /// <summary>Tells the application an event of a call.</summary>
    public Task TellAsync(Owner owner, string type, string call) => TellAsync(owner, type, call, "\"direction\":\"incoming\"", null);

    private async Task TellAsync(Owner owner, string type, string call, string fields, string? eventId)
    {
        var id = eventId ?? Guid.NewGuid().ToString();
        var body = $$$$"""{"data":{"record_type":"event","event_type":"{{{{type}}}}","id":"{{{{id}}}}","payload":{"call_control_id":"{{{{call}}}}",{{{{fields}}}},"from":"+12025550133","to":"{{{{owner.Number}}}}"}}}""";
        var delivery = _signer.Sign(body, Clock.GetUtcNow());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(App.Address, $"/hooks/telnyx/{owner.WebhookToken}"));
        request.Content = new ByteArrayContent(delivery.Body.ToArray());
        request.Headers.Add("telnyx-signature-ed25519", delivery.Signature);
        request.Headers.Add("telnyx-timestamp", delivery.Timestamp);
        using var response = await _http.SendAsync(request);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    /// <summary>What the application asked the carrier to dial, in order; the call of an order is <c>v3:out-</c> and its place.</summary>
    public Observed<JsonElement> Dialled { get; } = new();

    /// <summary>Runs before a dial command is answered, with the id of the call.</summary>
    public Func<string, Task> BeforeDialAnswer { get; set; } = _ => Task.CompletedTask;

    /// <summary>HTTP status of the answer to a dial command.</summary>
    public int DialStatus { get; set; } = 200;

    /// <summary>Tells the application an event of a call it has made.</summary>
    public Task TellOutgoingAsync(Owner owner, string type, string call, string fields = "", string? eventId = null) =>
        TellAsync(owner, type, call, $$"""
            "direction":"outgoing","client_state":"{{Dialled.All[^1].GetProperty("client_state").GetString()}}"{{fields}}
            """, eventId);

    /// <summary>Waits for a command about a call.</summary>
    public Task<CarrierCommand> CommandAsync(string call, string action) =>
        Commands.WaitAsync(command => command.Call == call && command.Action == action);

    /// <summary>Rings and is answered; the stream that the application asks for.</summary>
    public async Task<Uri> ConnectAsync(Owner owner, string call)
    {
        await TellAsync(owner, "call.initiated", call);
        await CommandAsync(call, "answer");
        await TellAsync(owner, "call.answered", call);
        return new Uri((await CommandAsync(call, "streaming_start")).Body.GetProperty("stream_url").GetString()!);
    }

    /// <summary>Rings, is answered and opens the media stream that the application asks for.</summary>
    public async Task<CarrierLine> TalkAsync(Owner owner, string call) => await CarrierLine.OpenAsync(await ConnectAsync(owner, call), call);

    /// <summary>Speech that the sandbox recognises, in frames of 20 ms.</summary>
    public async Task<List<byte[]>> SpeechAsync(string text)
    {
        var speech = await _sandbox.Voice.SpeakAsync(text, CancellationToken.None);
        _sandbox.Utterances.Register(speech);
        return [.. speech.Samples.Chunk(160).Select(samples =>
        {
            var frame = new byte[samples.Length];
            G711.EncodeMulaw(samples, frame);
            return frame;
        })];
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await _server.StopAsync();
        await _server.DisposeAsync();
        await _sandbox.DisposeAsync();
        _http.Dispose();
        _signer.Dispose();
    }

    private async Task DialAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        Dialled.Add(body.RootElement.Clone());
        var call = $"v3:out-{Dialled.All.Count}";
        await BeforeDialAnswer(call);
        http.Response.StatusCode = DialStatus;
        await http.Response.WriteAsync(DialStatus == 200
            ? $$$"""{"data":{"call_control_id":"{{{call}}}","is_alive":false,"record_type":"call"}}"""
            : """{"errors":[{"code":"10016","title":"No"}]}""");
    }

    private Task NumbersAsync(HttpContext http) => http.Response.WriteAsync(
        $$$"""{"data":[{"id":"1","phone_number":"+{{{http.Request.Query["filter[phone_number]"]}}}","connection_id":"149","connection_name":"app"}],"meta":{"page_number":1,"total_pages":1}}""");

    private async Task TakeAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var command = new CarrierCommand((string)http.Request.RouteValues["id"]!, (string)http.Request.RouteValues["action"]!, body.RootElement.Clone());
        Commands.Add(command);
        var status = Answer(command);
        http.Response.StatusCode = status == 90018 ? 422 : status;
        await http.Response.WriteAsync(status == 200 ? """{"data":{"result":"ok"}}""" : $$"""{"errors":[{"code":"{{status}}","title":"No"}]}""");
    }
}

/// <summary>What the application asked of the carrier.</summary>
internal sealed record CarrierCommand(string Call, string Action, JsonElement Body);
