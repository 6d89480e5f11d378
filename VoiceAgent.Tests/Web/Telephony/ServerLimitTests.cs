using System.Net;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>What the server's own limits, its end and its key file mean for calls.</summary>
[Trait("Kind", "Host")]
public sealed class ServerLimitTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("voiceagent-test-").FullName;

    private string[] Kept => [$"--Storage:Path={Path.Combine(_folder, "voiceagent.db")}", $"--Vault:KeyFile={Path.Combine(_folder, "vault-keys.json")}"];

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task One_call_more_than_the_server_may_take_is_rejected()
    {
        await using var app = await CallingApp.StartAsync("--Calls:MaxLiveCalls=1");
        var owner = await app.OwnerAsync("+12025550190");
        var second = await app.OwnerAsync("+12025550191");
        var calling = app.CallAsync(CallingApp.Script(owner) with { StaySilent = TimeSpan.FromSeconds(3) });
        await app.TalkingAsync(owner);

        var rejected = await app.CallAsync(second);

        Assert.Equal((false, "rejected"), (rejected.Answered, rejected.EndReason));
        var call = await app.EndedCallAsync(second);
        Assert.Equal(CallEndReason.ServerBusy, call.EndReason);
        Assert.Contains("Calls:MaxLiveCalls", call.Problem);
        Assert.Null((await calling).Problem);
        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(owner)).EndReason);

        // The place is given back when everything of the call has been closed, a moment after its record.
        await Eventually.HoldsAsync(() => app.Get<CallAdmission>().Taken == 0);
        Assert.True((await app.CallAsync(second)).Answered);
    }

    [Fact]
    public async Task Calls_that_come_at_the_same_moment_do_not_slip_past_the_limit()
    {
        await using var carrier = await FakeCarrier.StartAsync("--Calls:MaxLiveCalls=3");
        var owner = await carrier.OwnerAsync();

        await Task.WhenAll(Enumerable.Range(0, 12).Select(call => carrier.TellAsync(owner, "call.initiated", $"v3:{call}")));

        await carrier.Commands.WaitAsync(_ => true, 12);
        Assert.Equal((3, 9), (carrier.Commands.All.Count(command => command.Action == "answer"), carrier.Commands.All.Count(command => command.Action == "reject")));
        Assert.Equal(3, carrier.Ringing);
    }

    [Fact]
    public async Task Stopping_ends_a_live_call_and_saves_it()
    {
        Owner owner;
        Task<VoiceAgent.Sandbox.Phone.PhoneReport> calling;
        await using (var app = await CallingApp.StartAsync([.. Kept, "--Calls:DrainTimeout=00:00:00.3"]))
        {
            owner = await app.OwnerAsync("+12025550192");
            calling = app.CallAsync(CallingApp.Script(owner) with { StaySilent = TimeSpan.FromSeconds(30) });
            await app.TalkingAsync(owner);
        }

        Assert.Equal("agent_hung_up", (await calling).EndReason);
        await using var next = await RunningApp.StartAsync(null, Kept);
        var call = Assert.Single(await owner.CallsAsync(next.Services));
        Assert.Equal((CallEndReason.ServerShutdown, "Hello."), (call.EndReason, Assert.Single(call.Transcript).Text));
    }

    [Fact]
    public async Task Stopping_lets_a_call_finish_that_takes_less_than_the_drain_time()
    {
        Owner owner;
        Task<VoiceAgent.Sandbox.Phone.PhoneReport> calling;
        await using (var app = await CallingApp.StartAsync([.. Kept, "--Calls:DrainTimeout=00:00:08"]))
        {
            owner = await app.OwnerAsync("+12025550193");
            calling = app.CallAsync(owner, "Hello there.");
            await app.TalkingAsync(owner);
        }

        Assert.Null((await calling).Problem);
        await using var next = await RunningApp.StartAsync(null, Kept);
        var call = Assert.Single(await owner.CallsAsync(next.Services));
        Assert.Equal((CallEndReason.CallerHungUp, 3), (call.EndReason, call.Transcript.Count));
    }

    [Fact]
    public async Task Stopping_ends_a_call_that_still_waits_for_its_audio()
    {
        Owner owner;
        VoiceAgent.Tests.Sandbox.Telnyx.Observed<CarrierCommand> commands;
        await using (var carrier = await FakeCarrier.StartAsync(Kept))
        {
            owner = await carrier.OwnerAsync();
            await carrier.ConnectAsync(owner, "v3:waiting");
            commands = carrier.Commands;
        }

        Assert.Single(commands.All, command => command.Action == "hangup");
        await using var next = await RunningApp.StartAsync(null, Kept);
        Assert.Equal(CallEndReason.ServerShutdown, Assert.Single(await owner.CallsAsync(next.Services)).EndReason);
    }

    [Fact]
    public async Task Calls_that_the_last_life_left_unfinished_are_closed_at_the_start()
    {
        var account = AccountId.New();
        var unfinished = new Call
        {
            Id = CallId.New(),
            AccountId = account,
            Direction = CallDirection.Inbound,
            CallControlId = "v3:unfinished",
            StartedAt = TimeProvider.System.GetUtcNow(),
        };
        await using (var app = await RunningApp.StartAsync(null, Kept))
        {
            await app.Services.GetRequiredService<CallRepository>().InsertAsync(account, unfinished, CancellationToken.None);
        }

        await using var next = await RunningApp.StartAsync(null, Kept);
        var call = await next.Services.GetRequiredService<CallRepository>().FindAsync(account, unfinished.Id, CancellationToken.None);

        Assert.Equal(CallEndReason.ServerShutdown, call?.EndReason);
        Assert.NotNull(call?.EndedAt);
    }

    [Fact]
    public async Task With_another_root_key_webhooks_are_put_off_and_the_pages_are_up()
    {
        Owner owner;
        await using (var app = await CallingApp.StartAsync(Kept))
        {
            owner = await app.OwnerAsync("+12025550194");
        }

        File.Delete(Path.Combine(_folder, "vault-keys.json"));
        await using (await RunningApp.StartAsync(null, $"--Vault:KeyFile={Path.Combine(_folder, "vault-keys.json")}"))
        {
            // Makes another root key for another database.
        }

        await using var locked = await RunningApp.StartAsync(null, Kept);
        using var http = new HttpClient();
        using var content = new StringContent("{}", Encoding.UTF8, "application/json");
        using var refused = await http.PostAsync(new Uri(locked.Address, $"/hooks/telnyx/{owner.WebhookToken}"), content);
        using var page = await http.GetAsync(new Uri(locked.Address, "/account/sign-in"));

        Assert.Equal((HttpStatusCode.ServiceUnavailable, HttpStatusCode.OK), (refused.StatusCode, page.StatusCode));
        Assert.Empty(await owner.CallsAsync(locked.Services));
        Assert.Equal(0, locked.Services.GetRequiredService<RingingCalls>().Count);
        locked.ForgetErrors();
    }
}
