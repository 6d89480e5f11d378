using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Calls of a carrier that does what a good one would not.</summary>
[Trait("Kind", "Host")]
public sealed class HandDrivenCallTests : IAsyncLifetime
{
    private FakeCarrier _carrier = null!;

    public async ValueTask InitializeAsync() => _carrier = await FakeCarrier.StartAsync();

    public ValueTask DisposeAsync() => _carrier.DisposeAsync();

    [Fact]
    public async Task Malformed_frames_in_mid_call_leave_the_call_going()
    {
        var owner = await _carrier.OwnerAsync();
        var speech = await _carrier.SpeechAsync("Hello there.");
        using var line = await _carrier.TalkAsync(owner, "v3:malformed");
        await line.HearAsync();

        await line.SendAsync("hello");
        await line.SendAsync("""{"event":"media","media":{"chunk":"x","payload":"***"}}""");
        await line.SendAsync("""{"event":"media" """);
        await line.SendBinaryAsync([1, 2, 3]);
        await line.SendAsync("""{"event":7}""");
        await line.SendAsync("""{"event":"start","start":{"call_control_id":"v3:another"}}""");
        await line.SpeakAsync(speech, TimeSpan.FromSeconds(1));
        await line.HearAsync();
        await line.SendAsync("""{"event":"stop","stop":{"call_control_id":"v3:malformed"}}""");
        await line.ClosedAsync();

        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal((CallEndReason.CallerHungUp, null), (call.EndReason, call.Problem));
        Assert.Equal("Hello there.", call.Transcript.Single(entry => entry.Speaker is Speaker.Caller).Text);
    }

    [Fact]
    public async Task A_media_stream_that_never_opens_is_given_up_after_its_deadline()
    {
        var owner = await _carrier.OwnerAsync();
        await _carrier.ConnectAsync(owner, "v3:silent");
        var connections = _carrier.App.Services.GetRequiredService<CallConnections>();

        await connections.CloseOverdueAsync(CancellationToken.None);
        Assert.Equal(1, _carrier.Ringing);
        _carrier.Clock.Advance(CallConnections.ConnectDeadline + TimeSpan.FromSeconds(1));

        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal(CallEndReason.MediaFailed, call.EndReason);
        Assert.Contains("PublicUrl", call.Problem);
        await _carrier.CommandAsync("v3:silent", "hangup");
        Assert.Equal(0, _carrier.Ringing);
    }

    [Fact]
    public async Task A_stream_that_the_carrier_cannot_open_ends_the_call()
    {
        var owner = await _carrier.OwnerAsync();
        await _carrier.ConnectAsync(owner, "v3:failed");
        await _carrier.TellAsync(owner, "streaming.failed", "v3:failed");

        await _carrier.CommandAsync("v3:failed", "hangup");
        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal(CallEndReason.MediaFailed, call.EndReason);
        Assert.Contains("PublicUrl", call.Problem);
    }

    [Fact]
    public async Task A_caller_who_hangs_up_while_it_rings_was_not_answered()
    {
        var owner = await _carrier.OwnerAsync();
        await _carrier.TellAsync(owner, "call.initiated", "v3:gone");
        await _carrier.CommandAsync("v3:gone", "answer");
        await _carrier.TellAsync(owner, "call.hangup", "v3:gone");

        Assert.Equal(CallEndReason.NotAnswered, (await owner.EndedCallAsync(_carrier.App.Services)).EndReason);
        Assert.Equal(0, _carrier.Ringing);
    }

    [Theory]
    [InlineData("answer", CallEndReason.NotAnswered)]
    [InlineData("streaming_start", CallEndReason.CallerHungUp)]
    public async Task A_call_that_has_ended_before_the_command_came_is_closed(string action, CallEndReason reason)
    {
        var owner = await _carrier.OwnerAsync();
        _carrier.Answer = command => command.Action == action ? 90018 : 200;
        await _carrier.TellAsync(owner, "call.initiated", "v3:late");
        await _carrier.TellAsync(owner, "call.answered", "v3:late");

        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal((reason, null), (call.EndReason!.Value, call.Problem));
        Assert.Equal(0, _carrier.Ringing);
    }

    [Theory]
    [InlineData("answer")]
    [InlineData("streaming_start")]
    public async Task A_carrier_that_fails_while_connecting_is_told_to_hang_up(string action)
    {
        var owner = await _carrier.OwnerAsync();
        _carrier.Answer = command => command.Action == action ? 503 : 200;
        await _carrier.TellAsync(owner, "call.initiated", "v3:down");
        await _carrier.TellAsync(owner, "call.answered", "v3:down");

        await _carrier.CommandAsync("v3:down", "hangup");
        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal(CallEndReason.ProviderFailed, call.EndReason);
        Assert.Contains("Telnyx could not be reached", call.Problem);
        Assert.Equal(0, _carrier.Ringing);
    }

    [Fact]
    public async Task A_call_that_is_announced_twice_is_one_call()
    {
        var owner = await _carrier.OwnerAsync();
        await _carrier.ConnectAsync(owner, "v3:twice");
        await _carrier.TellAsync(owner, "call.initiated", "v3:twice");
        await _carrier.TellAsync(owner, "call.hangup", "v3:twice");

        Assert.Equal(CallEndReason.CallerHungUp, (await owner.EndedCallAsync(_carrier.App.Services)).EndReason);
        Assert.Single(_carrier.Commands.All, command => command.Action == "answer");
    }

    [Fact]
    public async Task A_connection_that_breaks_in_mid_call_is_lost_media()
    {
        var owner = await _carrier.OwnerAsync();
        using var line = await _carrier.TalkAsync(owner, "v3:broken");
        await line.HearAsync();

        line.Abort();

        var call = await owner.EndedCallAsync(_carrier.App.Services);
        Assert.Equal(CallEndReason.MediaFailed, call.EndReason);
        await _carrier.CommandAsync("v3:broken", "hangup");
    }

    [Fact]
    public async Task The_hang_up_event_of_a_live_call_ends_it()
    {
        var owner = await _carrier.OwnerAsync();
        using var line = await _carrier.TalkAsync(owner, "v3:event");
        await line.HearAsync();

        await _carrier.TellAsync(owner, "call.hangup", "v3:event");
        await line.ClosedAsync();

        Assert.Equal(CallEndReason.CallerHungUp, (await owner.EndedCallAsync(_carrier.App.Services)).EndReason);
    }

    [Fact]
    public async Task Events_of_one_account_do_not_touch_the_calls_of_another()
    {
        var owner = await _carrier.OwnerAsync();
        var stranger = await _carrier.OwnerAsync();
        using var line = await _carrier.TalkAsync(owner, "v3:mine");
        await line.HearAsync();

        await _carrier.TellAsync(stranger, "call.hangup", "v3:mine");
        await _carrier.TellAsync(stranger, "streaming.failed", "v3:mine");
        await _carrier.TellAsync(stranger, "call.initiated", "v3:its");
        await _carrier.CommandAsync("v3:its", "answer");

        Assert.Equal(1, _carrier.App.Services.GetRequiredService<CallRegistry>().Count);
        await line.SendAsync("""{"event":"stop"}""");
        Assert.Equal(CallEndReason.CallerHungUp, (await owner.EndedCallAsync(_carrier.App.Services)).EndReason);
    }

    [Fact]
    public async Task A_stream_that_says_it_is_another_call_is_closed_and_the_call_waits_on()
    {
        var owner = await _carrier.OwnerAsync();
        var address = await _carrier.ConnectAsync(owner, "v3:right");
        using var line = await CarrierLine.OpenAsync(address, "v3:wrong");

        await line.ClosedAsync();

        Assert.Equal(1, _carrier.Ringing);
    }
}
