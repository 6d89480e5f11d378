using VoiceAgent.Sandbox.Telnyx.Webhooks;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class WebhookDeliveryTests : IAsyncLifetime
{
    private TelnyxFixture _fixture = null!;

    private FakeApp App => _fixture.App;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_server_error_is_tried_again_with_the_same_event_id()
    {
        App.Statuses.Enqueue(503);
        _ = _fixture.CallAsync(new FakeCaller());

        var attempts = await App.Events.WaitAsync(_ => true, 2);

        Assert.Equal([1, 2], attempts.Select(told => told.GetProperty("meta").GetProperty("attempt").GetInt32()));
        Assert.Single(attempts.Select(told => told.GetProperty("data").GetProperty("id").GetString()).Distinct());
    }

    [Fact]
    public async Task A_refusal_is_not_tried_again()
    {
        App.Statuses.Enqueue(403);
        var call = _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromSeconds(1));
        await call;
        await App.PayloadAsync("call.hangup");

        Assert.Equal(["call.initiated", "call.hangup"], App.Events.All.Select(FakeApp.Type));
    }

    [Fact]
    public async Task Every_event_can_arrive_twice()
    {
        _fixture.Telnyx.WebhookFaults = new WebhookFaults { Duplicate = true };
        _ = _fixture.CallAsync(new FakeCaller());

        var both = await App.Events.WaitAsync(_ => true, 2);

        Assert.Equal(both[0].GetProperty("data").GetRawText(), both[1].GetProperty("data").GetRawText());
    }

    [Fact]
    public async Task A_bad_signature_does_not_verify()
    {
        _fixture.Telnyx.WebhookFaults = new WebhookFaults { BadSignature = true };
        var outcome = await _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromMilliseconds(500));

        Assert.False(outcome.Answered);
        Assert.Empty(App.Events.All);
        await Eventually.HoldsAsync(() => App.Refused is 1 or 2);
    }

    [Fact]
    public async Task A_stale_event_is_signed_with_an_old_timestamp()
    {
        _fixture.Telnyx.WebhookFaults = new WebhookFaults { StaleTimestamp = true, EventType = "call.initiated" };
        await _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromMilliseconds(500));
        await App.PayloadAsync("call.hangup");

        Assert.Equal((1, 0), (App.Stale, App.Refused));
    }

    [Fact]
    public async Task Call_initiated_can_come_after_the_hang_up()
    {
        _fixture.Telnyx.WebhookFaults = new WebhookFaults { EventType = "call.initiated", HoldUntil = "call.hangup" };
        await _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromMilliseconds(50));

        await App.PayloadAsync("call.initiated");

        Assert.Equal(["call.hangup", "call.initiated"], App.Events.All.Select(FakeApp.Type));
    }

    [Fact]
    public async Task The_deliveries_are_recorded()
    {
        await _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromMilliseconds(300));
        await App.PayloadAsync("call.hangup");
        await App.Events.WaitAsync(_ => true, 2);

        await Eventually.HoldsAsync(() => _fixture.Telnyx.Deliveries.Any(delivery => delivery is { EventType: "call.initiated", Attempt: 1, Status: 200 }));
    }
}
