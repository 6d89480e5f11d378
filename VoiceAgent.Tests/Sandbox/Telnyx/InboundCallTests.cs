using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class InboundCallTests : IAsyncLifetime
{
    private TelnyxFixture _fixture = null!;

    private FakeApp App => _fixture.App;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_call_that_is_answered_and_streamed_tells_every_step()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var call = _fixture.CallAsync(caller);
        var peer = await App.Peers.WaitAsync(_ => true);
        await peer.FrameAsync("media");
        caller.HangUp();

        var outcome = await call;
        await App.PayloadAsync("call.hangup");
        await App.PayloadAsync("streaming.stopped");

        Assert.Equal((true, CallEnding.CallerHungUp), (outcome.Answered, outcome.Ending));
        Assert.Equal(
            ["call.answered", "call.hangup", "call.initiated", "streaming.started", "streaming.stopped"],
            App.Events.All.Select(FakeApp.Type).Order());
        Assert.Equal("call.initiated", FakeApp.Type(App.Events.All[0]));
        Assert.Equal("call.answered", FakeApp.Type(App.Events.All[1]));
        Assert.Equal(0, App.Refused);
    }

    [Fact]
    public async Task The_first_event_has_the_documented_envelope_and_payload()
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var told = await App.Events.WaitAsync(_ => true);
        var data = told.GetProperty("data");
        var payload = data.GetProperty("payload");

        Assert.Equal("event", data.GetProperty("record_type").GetString());
        Assert.True(Guid.TryParse(data.GetProperty("id").GetString(), out _));
        Assert.Matches(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$", data.GetProperty("occurred_at").GetString());
        Assert.Equal(App.Webhook.OriginalString, told.GetProperty("meta").GetProperty("delivered_to").GetString());
        Assert.Equal(1, told.GetProperty("meta").GetProperty("attempt").GetInt32());
        Assert.StartsWith("v3:", payload.GetProperty("call_control_id").GetString());
        Assert.Equal("incoming", payload.GetProperty("direction").GetString());
        Assert.Equal("parked", payload.GetProperty("state").GetString());
        Assert.Equal("+12025550199", payload.GetProperty("from").GetString());
        Assert.Equal(TelnyxFixture.Number, payload.GetProperty("to").GetString());
        Assert.Equal("PCMU", payload.GetProperty("offered_codecs").GetString());
    }

    [Theory]
    [InlineData("CALL_REJECTED", "call_rejected", "603")]
    [InlineData("USER_BUSY", "user_busy", "486")]
    public async Task A_rejected_call_ends_with_its_cause(string cause, string told, string sip)
    {
        var call = _fixture.CallAsync(new FakeCaller());
        await App.CommandAsync(await App.RingingAsync(), "reject", new { cause });

        var outcome = await call;
        var payload = await App.PayloadAsync("call.hangup");

        Assert.False(outcome.Answered);
        Assert.Equal(told, payload.GetProperty("hangup_cause").GetString());
        Assert.Equal("callee", payload.GetProperty("hangup_source").GetString());
        Assert.Equal(sip, payload.GetProperty("sip_hangup_cause").GetString());
    }

    [Fact]
    public async Task A_call_that_nobody_answers_times_out()
    {
        var outcome = await _fixture.CallAsync(new FakeCaller(), ringTimeout: TimeSpan.FromMilliseconds(50));

        Assert.Equal(CallEnding.NoAnswer, outcome.Ending);
        Assert.Equal("timeout", (await App.PayloadAsync("call.hangup")).GetProperty("hangup_cause").GetString());
    }

    [Fact]
    public async Task The_app_hangs_up()
    {
        var call = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();
        await App.CommandAsync(id, "answer", new { client_state = "c3RhdGU=" });
        await App.CommandAsync(id, "hangup", new { });

        Assert.Equal(CallEnding.AppHungUp, (await call).Ending);
        var payload = await App.PayloadAsync("call.hangup");
        Assert.Equal("callee", payload.GetProperty("hangup_source").GetString());
        Assert.Equal("c3RhdGU=", payload.GetProperty("client_state").GetString());
    }

    [Fact]
    public async Task A_number_that_no_app_is_connected_to_reaches_nobody()
    {
        var outcome = await _fixture.Telnyx.CallInAsync(
            new CallIn("+12025550199", "+441632960131", VoiceAgent.Core.Audio.AudioFormat.Pcmu, TimeSpan.FromSeconds(1)), new FakeCaller(), CancellationToken.None);

        Assert.Equal(new CallOutcome(null, Answered: false, CallEnding.NotFound), outcome);
    }

    [Fact]
    public async Task A_stream_that_cannot_be_opened_fails_and_the_call_goes_on()
    {
        _ = _fixture.CallAsync(new FakeCaller());
        var id = await App.RingingAsync();
        await App.CommandAsync(id, "answer", new { });
        await App.CommandAsync(id, "streaming_start", new { stream_url = "ws://127.0.0.1:1/media" });

        var payload = await App.PayloadAsync("streaming.failed");

        Assert.Equal("connection_failed", payload.GetProperty("failure_reason").GetString());
        Assert.Equal(
            """{"stream_url":"ws://127.0.0.1:1/media","track":"inbound_track"}""", payload.GetProperty("stream_params").GetRawText());
        Assert.Equal(200, (await App.CommandAsync(id, "streaming_start", App.TwoWay())).Status);
        Assert.Equal((422, "90045"), (await RefusedAsync(id)));
    }

    [Fact]
    public async Task A_key_press_is_told_by_webhook_and_on_the_stream()
    {
        App.AnswersEveryCall();
        var caller = new FakeCaller();
        var peer = await _fixture.StreamAsync(caller);
        caller.Press('#');

        Assert.Equal("#", (await peer.FrameAsync("dtmf")).GetProperty("dtmf").GetProperty("digit").GetString());
        Assert.Equal("#", (await App.PayloadAsync("call.dtmf.received")).GetProperty("digit").GetString());
    }

    private async Task<(int Status, string? Code)> RefusedAsync(string id)
    {
        var (status, body) = await App.CommandAsync(id, "streaming_start", App.TwoWay());
        return (status, body.GetProperty("errors")[0].GetProperty("code").GetString());
    }
}
