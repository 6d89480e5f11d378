using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>A media socket that no webhook announced, as any program that speaks the carrier's framing opens it.</summary>
[Trait("Kind", "Host")]
public sealed class UnannouncedMediaTests
{
    private const string Email = "load@example.com";

    [Fact]
    public async Task Where_it_is_not_allowed_the_address_does_not_exist()
    {
        await using var app = await RunningApp.StartAsync();
        Assert.Equal(HttpStatusCode.NotFound, await RefusalAsync(app));
    }

    [Fact]
    public async Task Without_the_account_or_from_a_browser_nothing_is_accepted()
    {
        await using var app = await StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, await RefusalAsync(app));
        using var _ = await app.SignUpAsync(Email);
        Assert.Equal(HttpStatusCode.Forbidden, await RefusalAsync(app, socket => socket.Options.SetRequestHeader("Origin", "https://example.com")));
        using var http = new HttpClient();
        using var plain = await http.GetAsync(new Uri(app.Address, "/media/telnyx"));
        Assert.Equal(HttpStatusCode.BadRequest, plain.StatusCode);
    }

    [Fact]
    public async Task A_call_runs_on_its_accounts_keys_or_not_at_all()
    {
        await using var app = await StartAsync();
        using var _ = await app.SignUpAsync(Email);
        Assert.StartsWith("No agent answers the number.", await ReasonAsync(app));

        await using var scope = app.Services.CreateAsyncScope();
        var account = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(Email))!.User.AccountId;
        var agent = new AgentBuilder().With(agent => agent with { AccountId = account }).Build();
        await app.Services.GetRequiredService<AgentRepository>().InsertAsync(account, agent, CancellationToken.None);
        await app.Services.GetRequiredService<PhoneLines>().AssignAsync(account, "+12025550170", agent.Id, CancellationToken.None);

        Assert.StartsWith("No speech-to-text key.", await ReasonAsync(app));
        Assert.Empty(await app.Services.GetRequiredService<CallRepository>().ListAsync(account, 0, 10, CancellationToken.None));
    }

    private static Task<RunningApp> StartAsync() =>
        RunningApp.StartAsync(null, "--Telephony:AllowUnannouncedMedia=true", $"--Telephony:UnannouncedAccount={Email}");

    private static async Task<HttpStatusCode> RefusalAsync(RunningApp app, Action<ClientWebSocket>? configure = null)
    {
        using var socket = new ClientWebSocket();
        socket.Options.CollectHttpResponseDetails = true;
        configure?.Invoke(socket);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(AddressOf(app), CancellationToken.None));
        return socket.HttpStatusCode;
    }

    private static async Task<string?> ReasonAsync(RunningApp app)
    {
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(AddressOf(app), CancellationToken.None);
        foreach (var text in (string[])
        [
            """{"event":"connected","version":"1.0.0"}""",
            """{"event":"start","start":{"call_control_id":"any","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}""",
        ])
        {
            await socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        }

        var closed = await socket.ReceiveAsync(new Memory<byte>(new byte[1024]), CancellationToken.None);
        Assert.Equal((WebSocketMessageType.Close, WebSocketCloseStatus.PolicyViolation), (closed.MessageType, socket.CloseStatus));
        return socket.CloseStatusDescription;
    }

    private static Uri AddressOf(RunningApp app) => new UriBuilder(app.Address) { Scheme = "ws", Path = "/media/telnyx" }.Uri;
}
