using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony.Outgoing;

/// <summary>Outgoing calls of a carrier that does what a good one would not.</summary>
[Trait("Kind", "Host")]
public sealed class HandDrivenOutgoingTests : IAsyncLifetime
{
    private FakeCarrier _carrier = null!;
    private Owner _owner = null!;

    public async ValueTask InitializeAsync()
    {
        _carrier = await FakeCarrier.StartAsync();
        _owner = await _carrier.OwnerAsync();
    }

    public ValueTask DisposeAsync() => _carrier.DisposeAsync();

    [Fact]
    public async Task The_dial_command_says_what_the_carrier_needs()
    {
        var call = (await PlaceAsync()).Call!;

        var order = _carrier.Dialled.All[0];
        Assert.Equal(("149", "+12025550172", _owner.Number), (order.GetProperty("connection_id").GetString(), order.GetProperty("to").GetString(), order.GetProperty("from").GetString()));
        Assert.EndsWith($"/hooks/telnyx/{_owner.WebhookToken}", order.GetProperty("webhook_url").GetString(), StringComparison.Ordinal);
        Assert.Equal(30, order.GetProperty("timeout_secs").GetInt32());
        Assert.Equal(("v3:out-1", null), (call.CallControlId, call.EndedAt));
    }

    [Fact]
    public async Task Events_may_come_before_the_answer_to_the_command_and_twice()
    {
        _carrier.BeforeDialAnswer = async call =>
        {
            await _carrier.TellOutgoingAsync(_owner, "call.answered", call, eventId: "answered");
            await _carrier.TellOutgoingAsync(_owner, "call.answered", call, eventId: "answered");
            await _carrier.TellOutgoingAsync(_owner, "call.answered", call);
            await _carrier.TellOutgoingAsync(_owner, "call.initiated", call);
            await _carrier.CommandAsync(call, "streaming_start");
        };

        var call = (await PlaceAsync()).Call!;

        Assert.NotNull(call.AnsweredAt);
        using var line = await CarrierLine.OpenAsync(new Uri((await _carrier.CommandAsync("v3:out-1", "streaming_start")).Body.GetProperty("stream_url").GetString()!), "v3:out-1");
        await line.HearAsync();
        await _carrier.TellOutgoingAsync(_owner, "call.hangup", "v3:out-1");

        Assert.Equal(CallEndReason.CallerHungUp, (await _owner.EndedCallAsync(_carrier.App.Services)).EndReason);
        Assert.Single(_carrier.Commands.All, command => command.Action == "streaming_start");
    }

    [Fact]
    public async Task A_hang_up_before_the_answer_to_the_command_ends_the_call_and_what_comes_late_does_not_revive_it()
    {
        _carrier.BeforeDialAnswer = async call =>
        {
            await _carrier.TellOutgoingAsync(_owner, "call.hangup", call, ",\"hangup_cause\":\"user_busy\",\"sip_hangup_cause\":\"486\"");
            await _owner.EndedCallAsync(_carrier.App.Services);
        };

        var placed = await PlaceAsync();
        Assert.Equal(CallEndReason.LineBusy, placed.Call!.EndReason);

        await _carrier.TellOutgoingAsync(_owner, "call.initiated", "v3:out-1");
        await _carrier.CommandAsync("v3:out-1", "hangup");
        Assert.Equal(CallEndReason.LineBusy, (await _owner.EndedCallAsync(_carrier.App.Services)).EndReason);
        Assert.Equal(0, _carrier.Ringing);
    }

    [Fact]
    public async Task A_call_that_rings_for_ever_is_closed()
    {
        await PlaceAsync();
        _carrier.Clock.Advance(TimeSpan.FromSeconds(46));

        Assert.Equal(CallEndReason.NobodyPickedUp, (await _owner.EndedCallAsync(_carrier.App.Services)).EndReason);
        await _carrier.CommandAsync("v3:out-1", "hangup");
        Assert.Equal(0, _carrier.Ringing);
    }

    [Fact]
    public async Task A_call_that_is_answered_late_has_time_for_its_media_stream()
    {
        await PlaceAsync();
        _carrier.Clock.Advance(TimeSpan.FromSeconds(29));
        await _carrier.TellOutgoingAsync(_owner, "call.answered", "v3:out-1");
        await _carrier.CommandAsync("v3:out-1", "streaming_start");
        var connections = _carrier.App.Services.GetRequiredService<CallConnections>();

        _carrier.Clock.Advance(TimeSpan.FromSeconds(40));
        await connections.CloseOverdueAsync(CancellationToken.None);
        Assert.Equal(1, _carrier.Ringing);
        _carrier.Clock.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(CallEndReason.MediaFailed, (await _owner.EndedCallAsync(_carrier.App.Services)).EndReason);
    }

    [Fact]
    public async Task A_call_that_is_cancelled_while_it_is_being_dialled_is_hung_up_once_it_has_an_id()
    {
        _carrier.BeforeDialAnswer = async _ =>
        {
            var id = (await _owner.CallsAsync(_carrier.App.Services)).Single().Id;
            Assert.True(_carrier.App.Services.GetRequiredService<CallRegistry>().HangUp(_owner.Account, id));
            await Eventually.HoldsAsync(() => _carrier.App.Services.GetRequiredService<RingingCalls>().Update(id, static call => call)?.EndAsked is not null);
        };

        await PlaceAsync();

        await _carrier.CommandAsync("v3:out-1", "hangup");
        Assert.Equal(CallEndReason.Cancelled, (await _owner.EndedCallAsync(_carrier.App.Services)).EndReason);
    }

    [Theory]
    [InlineData(422, CallEndReason.RefusedByCarrier)]
    [InlineData(401, CallEndReason.ProviderFailed)]
    [InlineData(503, CallEndReason.ProviderFailed)]
    public async Task A_command_that_is_refused_is_told_and_kept(int status, CallEndReason reason)
    {
        _carrier.DialStatus = status;

        var placed = await PlaceAsync();

        Assert.Equal((OutgoingRefusal.CarrierTrouble, reason), (placed.Refusal!.Value, placed.Call!.EndReason!.Value));
        Assert.Equal(placed.Message, (await _owner.EndedCallAsync(_carrier.App.Services)).Problem);
        Assert.Equal(0, _carrier.Ringing);

        // The carrier may have begun it all the same: whoever picks up must not listen to nothing.
        await _carrier.TellOutgoingAsync(_owner, "call.answered", "v3:out-1");
        await _carrier.CommandAsync("v3:out-1", "hangup");
    }

    private async Task<OutgoingCallResult> PlaceAsync()
    {
        var services = _carrier.App.Services;
        var agent = (await services.GetRequiredService<AgentRepository>().ListAsync(_owner.Account, CancellationToken.None))[0];
        return await services.GetRequiredService<IOutgoingCalls>().StartAsync(
            _owner.Account, AuditActor.System, CallId.New(), new OutgoingCallRequest { Agent = agent.Id, To = "+12025550172" });
    }
}
