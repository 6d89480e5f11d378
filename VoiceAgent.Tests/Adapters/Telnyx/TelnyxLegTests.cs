using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Sandbox.Telnyx;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Adapters.Telnyx;

/// <summary>Transfers, calls of our own and keys against the simulated Telnyx.</summary>
[Trait("Kind", "Adapter")]
public sealed class TelnyxLegTests : IAsyncLifetime
{
    private const string Other = "+12025550177";

    private readonly HttpClient _http = new();
    private KeyLease? _lease;
    private TelnyxFixture _fixture = null!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _lease?.Dispose();
        _http.Dispose();
        await _fixture.DisposeAsync();
    }

    [Fact]
    public async Task A_transferred_caller_and_whoever_answers_hear_each_other()
    {
        var phone = await _fixture.Sandbox.Phone.AnswerAtAsync(Other, new AnswerScript { StaysFor = TimeSpan.FromSeconds(2) }, Stop);
        var caller = new FakeCaller();
        var (call, id, control) = await AnsweredAsync(caller);

        Assert.True(await control.TransferAsync(id, Leg(), Stop));

        await Eventually.HoldsAsync(() => phone.WasPutThrough && phone.Heard > TimeSpan.FromMilliseconds(200));
        await caller.Frames.WaitAsync(frame => frame.Audio.Any(sample => sample is not (0xFF or 0x7F)));
        var outcome = await call;
        Assert.Equal(CallEnding.AppHungUp, outcome.Ending);
        Assert.Equal(Other, _fixture.Telnyx.Find(id)!.Peer!.To);
        await ToldAsync("call.bridged");
        await ToldAsync("call.hangup");
    }

    [Theory]
    [InlineData(PhoneAnswer.Busy, "user_busy")]
    [InlineData(PhoneAnswer.Declines, "call_rejected")]
    [InlineData(PhoneAnswer.NeverAnswers, "timeout")]
    [InlineData(null, "not_found")]
    public async Task A_transfer_that_fails_leaves_the_caller_on_the_line(PhoneAnswer? answer, string cause)
    {
        if (answer is { } script)
        {
            await _fixture.Sandbox.Phone.AnswerAtAsync(Other, new AnswerScript { Answer = script, RingsFor = TimeSpan.FromMilliseconds(50) }, Stop);
        }

        var (call, id, control) = await AnsweredAsync(new FakeCaller());
        await control.TransferAsync(id, Leg() with { To = answer is null ? "+12025550104" : Other, RingTimeout = TimeSpan.FromSeconds(5) }, Stop);

        var hungUp = await ToldAsync("call.hangup");
        Assert.Equal(cause, hungUp.GetProperty("hangup_cause").GetString());
        Assert.Equal(Convert.ToBase64String("state-1"u8), hungUp.GetProperty("client_state").GetString());
        Assert.False(call.IsCompleted);
    }

    [Fact]
    public async Task A_call_of_our_own_is_told_something_and_connected()
    {
        var phone = await _fixture.Sandbox.Phone.AnswerAtAsync(Other, new AnswerScript { StaysFor = TimeSpan.FromMilliseconds(200) }, Stop);
        var (call, id, control) = await AnsweredAsync(new FakeCaller());

        var other = await control.DialAsync(Dial(), Stop);
        await Eventually.HoldsAsync(() => _fixture.Telnyx.Find(other) is { IsAnswered: true });
        Assert.True(await control.SpeakAsync(other, "There is a caller for you.", "en-US", Stop));
        await ToldAsync("call.speak.ended");
        Assert.True(await control.BridgeAsync(id, other, Stop));

        Assert.Equal(CallEnding.AppHungUp, (await call).Ending);
        Assert.True(phone.WasPutThrough);
        Assert.Equal(["There is a caller for you."], phone.Told);
        Assert.False(await control.BridgeAsync(id, other, Stop));
    }

    [Fact]
    public async Task Keys_reach_the_far_end_and_others_are_refused()
    {
        var (_, id, control) = await AnsweredAsync(new FakeCaller());

        Assert.True(await control.SendDtmfAsync(id, "1w2#", Stop));
        var refused = await Assert.ThrowsAsync<ProviderException>(() => control.SendDtmfAsync(id, "12x", Stop));

        Assert.Equal("1w2#", _fixture.Telnyx.Find(id)!.KeysSent);
        Assert.Equal((ProviderErrorKind.Rejected, "90014"), (refused.Kind, refused.Code));
    }

    [Fact]
    public async Task A_number_that_is_none_is_refused()
    {
        var (_, id, control) = await AnsweredAsync(new FakeCaller());

        var refused = await Assert.ThrowsAsync<ProviderException>(() => control.TransferAsync(id, Leg() with { To = "202555" }, Stop));

        Assert.Equal((ProviderErrorKind.Rejected, "10016"), (refused.Kind, refused.Code));
    }

    private static TransferRequest Leg() => new() { To = Other, RingTimeout = TimeSpan.FromSeconds(10), Reference = "state-1" };

    private DialRequest Dial() => new()
    {
        To = Other,
        From = TelnyxFixture.Number,
        ConnectionId = TelnyxSimulator.ConnectionId,
        WebhookUrl = _fixture.App.Webhook,
        RingTimeout = TimeSpan.FromSeconds(10),
        LongestCall = TimeSpan.FromMinutes(10),
        Reference = "state-1",
    };

    private async Task<(Task<CallOutcome> Call, string Id, TelnyxCallControl Control)> AnsweredAsync(FakeCaller caller)
    {
        var call = _fixture.CallAsync(caller);
        var id = await _fixture.App.RingingAsync();
        var address = _fixture.Sandbox.AddressOf("telnyx");
        _lease = new KeyLease(AccountId.New(), ProviderName.Telnyx, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid("telnyx")));
        var control = new TelnyxCallControl(_http, new ProviderEndpoint(address, address, "sandbox"), _lease, TimeProvider.System);
        await control.AnswerAsync(id, Stop);
        return (call, id, control);
    }

    private async Task<JsonElement> ToldAsync(string type) =>
        (await _fixture.App.Events.WaitAsync(told => told.GetProperty("data").GetProperty("event_type").GetString() == type)).GetProperty("data").GetProperty("payload");
}
