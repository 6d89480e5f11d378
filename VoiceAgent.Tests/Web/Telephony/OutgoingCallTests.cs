using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Sandbox.Phone.Callees;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Agents that call the telephones of the sandbox, over real sockets.</summary>
[Trait("Kind", "Host")]
public sealed class OutgoingCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    private const string Own = "+12025550131";

    [Fact]
    public async Task Somebody_who_picks_up_is_greeted_answered_and_transcribed()
    {
        var owner = await app.OwnerAsync(Own);
        var placed = await PlaceAsync(owner, "+12025550172", reference: "order 17");

        Assert.Null(placed.Refusal);
        var call = await EndedAsync(owner, placed);

        Assert.Equal((CallDirection.Outbound, CallEndReason.CallerHungUp, Own, "+12025550172", "order 17"), (call.Direction, call.EndReason!.Value, call.From, call.To, call.Reference));
        Assert.NotNull(call.AnsweredAt);
        Assert.Contains(call.Transcript, entry => entry.Speaker is Speaker.Agent);
        Assert.Contains(call.Transcript, entry => entry is { Speaker: Speaker.Caller } && entry.Text.Contains("this is Sam", StringComparison.Ordinal));
        var heard = await ReportAsync("+12025550172");
        Assert.True(heard.HungUp);
        Assert.Contains(
            await app.Get<IAuditTrail>().ListAsync(owner.Account, null, 10, CancellationToken.None),
            entry => entry.Event.Name == AuditEvents.CallPlaced && entry.Event.Detail == $"call {call.Id}");
    }

    [Theory]
    [InlineData("01", CallEndReason.LineBusy, false)]
    [InlineData("03", CallEndReason.Declined, false)]
    [InlineData("04", CallEndReason.NumberUnknown, true)]
    [InlineData("05", CallEndReason.RefusedByCarrier, true)]
    public async Task What_becomes_of_a_call_that_nobody_answers_is_told(string digits, CallEndReason reason, bool isExplained)
    {
        var owner = await app.OwnerAsync(Own);

        var call = await EndedAsync(owner, await PlaceAsync(owner, "+120255501" + digits));

        Assert.Equal((reason, null, isExplained), (call.EndReason!.Value, call.AnsweredAt, call.Problem is not null));
        Assert.Empty(call.Transcript);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_call_that_rings_is_seen_live_and_can_be_cancelled()
    {
        var owner = await app.OwnerAsync(Own);
        using var watch = app.Get<CallRegistry>().Watch(owner.Account);
        var placed = await PlaceAsync(owner, "+12025550102");

        var live = await watch.Changes.ReadAsync();
        Assert.Equal((placed.Call!.Id, ConversationPhase.Connecting, null), (live.Call.Id, live.Phase, live.Call.AnsweredAt));
        Assert.True(app.Get<CallRegistry>().HangUp(owner.Account, placed.Call.Id));

        Assert.Equal(CallEndReason.Cancelled, (await EndedAsync(owner, placed)).EndReason);
        Assert.Equal(ConversationPhase.Ended, (await watch.Changes.ReadAsync()).Phase);
        await Eventually.HoldsAsync(() => app.Sandbox.Telnyx.ActiveCalls == 0);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task Nothing_is_dialled_for_numbers_that_are_not_called()
    {
        var owner = await app.OwnerAsync(Own);

        Assert.Equal(OutgoingRefusal.NumberRefused, (await PlaceAsync(owner, "911")).Refusal);
        Assert.Equal(OutgoingRefusal.NumberRefused, (await PlaceAsync(owner, "+19005550172")).Refusal);
        Assert.Equal(OutgoingRefusal.NumberRefused, (await PlaceAsync(owner, Own)).Refusal);
        Assert.Equal(OutgoingRefusal.FromRefused, (await PlaceAsync(owner, "+12025550172", from: "+12025550132")).Refusal);
        Assert.Equal(OutgoingRefusal.ReferenceRefused, (await PlaceAsync(owner, "+12025550172", reference: new string('x', 101))).Refusal);
        Assert.Equal(
            OutgoingRefusal.NoSuchAgent,
            (await app.Get<IOutgoingCalls>().StartAsync(owner.Account, AuditActor.System, CallId.New(), new OutgoingCallRequest { Agent = AgentId.New(), To = "+12025550172" })).Refusal);

        Assert.Empty(await owner.CallsAsync(app.App.Services));
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task A_number_that_the_carrier_does_not_know_as_ours_is_not_called_from()
    {
        var owner = await app.OwnerAsync(Own);
        await app.Get<VoiceAgent.Core.Telephony.PhoneLines>().AssignAsync(owner.Account, "+12025559999", null, CancellationToken.None);

        var placed = await PlaceAsync(owner, "+12025550172", from: "+12025559999");

        Assert.Equal(OutgoingRefusal.FromRefused, placed.Refusal);
        Assert.Contains("Telnyx", placed.Message, StringComparison.Ordinal);
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task What_is_missing_is_told_as_data()
    {
        var owner = await app.OwnerAsync(Own, setup => setup.Keys["elevenlabs"] = null);

        var placed = await PlaceAsync(owner, "+12025550172");

        Assert.Equal((OutgoingRefusal.NotReady, VoiceAgent.Core.Providers.ProviderCategory.TextToSpeech), (placed.Refusal!.Value, Assert.Single(placed.Missing).Category));
        Assert.Empty(await owner.CallsAsync(app.App.Services));
        await NothingIsLeftAsync();
    }

    [Fact]
    public async Task An_account_makes_no_more_calls_at_once_than_it_may()
    {
        await using var small = await CallingApp.StartAsync("--Calls:Outgoing:MaxConcurrentPerAccount=1");
        var owner = await small.OwnerAsync(Own);
        var other = await small.OwnerAsync("+493023125001");
        var first = await PlaceAsync(small, owner, "+12025550102");

        var second = await PlaceAsync(small, owner, "+12025550102");
        Assert.Equal(OutgoingRefusal.LimitReached, second.Refusal);
        Assert.NotNull(second.RetryAfter);
        Assert.Null((await PlaceAsync(small, other, "+12025550101")).Refusal);

        small.Get<CallRegistry>().HangUp(owner.Account, first.Call!.Id);
        await Eventually.GetAsync(async () => (await PlaceAsync(small, owner, "+12025550101")) is { Refusal: null } placed ? placed : null);
    }

    private Task<OutgoingCallResult> PlaceAsync(Owner owner, string to, string? from = null, string? reference = null) => PlaceAsync(app, owner, to, from, reference);

    private static async Task<OutgoingCallResult> PlaceAsync(CallingApp app, Owner owner, string to, string? from = null, string? reference = null)
    {
        var agent = (await app.Get<AgentRepository>().ListAsync(owner.Account, CancellationToken.None))[0];
        return await app.Get<IOutgoingCalls>().StartAsync(
            owner.Account, AuditActor.System, CallId.New(), new OutgoingCallRequest { Agent = agent.Id, To = to, From = from, Reference = reference });
    }

    private Task<Call> EndedAsync(Owner owner, OutgoingCallResult placed) => Eventually.GetAsync(async () =>
        await app.Get<CallRepository>().FindAsync(owner.Account, placed.Call!.Id, CancellationToken.None) is { EndedAt: not null } call ? call : null);

    private Task<CalleeReport> ReportAsync(string number) =>
        Eventually.GetAsync(() => Task.FromResult(app.Sandbox.Callees.Reports.LastOrDefault(report => report.Number == number)));

    private Task NothingIsLeftAsync() => Eventually.HoldsAsync(() => app.Get<RingingCalls>().Count == 0 && app.Get<CallAdmission>().Taken == 0);
}
