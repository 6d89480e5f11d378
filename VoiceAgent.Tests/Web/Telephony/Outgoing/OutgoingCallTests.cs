using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Opening;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Sandbox.Phone.Callees;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony.Outgoing;

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
        Assert.Equal((Speaker.Caller, "Hello?", Speaker.Agent, "Hello."), (call.Transcript[0].Speaker, call.Transcript[0].Text, call.Transcript[1].Speaker, call.Transcript[1].Text));
        Assert.Contains(call.Transcript, entry => entry is { Speaker: Speaker.Caller } && entry.Text.Contains("this is Sam", StringComparison.Ordinal));
        var heard = await ReportAsync("+12025550172");
        Assert.True(heard.HungUp);
        Assert.Contains("Hello.", string.Join(' ', heard.Steps.Select(step => step.Heard)), StringComparison.Ordinal);
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

    [Theory]
    [InlineData("+12025550110")]
    [InlineData("+12025550111")]
    public async Task A_voicemail_gets_the_whole_message_after_its_tone(string to)
    {
        const string Message = "Hello Sam, this is the bakery, your cake is ready, please call us back.";
        var owner = await app.OwnerAsync(Own, setup => setup.Agent.With(agent => agent with { PickUp = new() { OnVoicemail = VoicemailAction.LeaveMessage, VoicemailMessage = Message } }));

        var call = await EndedAsync(owner, await PlaceAsync(owner, to), TimeSpan.FromSeconds(60));

        Assert.Equal((CallEndReason.VoicemailMessageLeft, Message, null), (call.EndReason!.Value, call.Transcript[^1].Text, call.Transcript[^1].Unheard));
        var steps = (await ReportAsync(to)).Steps;
        var tone = Assert.Single(steps, step => step.Step == "tone");
        Assert.Equal(Message, string.Join(' ', steps.Where(step => step.Start >= tone.End).Select(step => step.Heard)).Trim());
    }

    [Fact]
    public async Task A_voicemail_is_hung_up_on_without_a_message()
    {
        var owner = await app.OwnerAsync(Own);

        var call = await EndedAsync(owner, await PlaceAsync(owner, "+12025551110"), TimeSpan.FromSeconds(30));

        Assert.Equal(CallEndReason.VoicemailReached, call.EndReason);
        Assert.DoesNotContain(call.Transcript, entry => entry.Speaker is Speaker.Agent);
        Assert.Empty(string.Concat((await ReportAsync("+12025551110")).Steps.Select(step => step.Heard)));
    }

    [Theory]
    [InlineData("+12025550112", CallEndReason.CallerHungUp)]
    [InlineData("+12025550113", CallEndReason.NotPutThrough)]
    public async Task A_screening_assistant_is_told_who_is_calling(string to, CallEndReason reason)
    {
        var owner = await app.OwnerAsync(Own, setup => setup.Agent.With(agent => agent with { PickUp = new() { ScreeningAnswer = "This is the bakery about your cake." } }));

        var call = await EndedAsync(owner, await PlaceAsync(owner, to), TimeSpan.FromSeconds(60));

        Assert.Equal(reason, call.EndReason);
        var said = call.Transcript.Where(entry => entry.Speaker is Speaker.Agent).Select(entry => entry.Text).ToList();
        Assert.Equal("This is the bakery about your cake.", said[0]);
        Assert.Equal(reason is CallEndReason.CallerHungUp, said.Contains("Hello."));
    }

    [Fact]
    public async Task A_menu_is_pressed_through_to_the_person_behind_it()
    {
        var owner = await app.OwnerAsync(Own);
        var agent = (await app.Get<AgentRepository>().ListAsync(owner.Account, CancellationToken.None))[0];
        await app.Get<AgentToolsets>().ChangeAsync(
            owner.Account, agent.Id,
            toolset => toolset with { BuiltIns = new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal) { [SendDtmfTool.ToolName] = new(IsOn: true) } },
            CancellationToken.None);

        var call = await EndedAsync(owner, await PlaceAsync(owner, "+12025550114"), TimeSpan.FromSeconds(60));

        Assert.Equal(CallEndReason.CallerHungUp, call.EndReason);
        Assert.Equal((SendDtmfTool.ToolName, """{"keys":"1"}"""), (call.Tools[0].Name, call.Tools[0].Arguments));
        Assert.Contains(call.Transcript, entry => entry is { Speaker: Speaker.Caller } && entry.Text.Contains("This is Anna", StringComparison.Ordinal));
        Assert.Contains((await ReportAsync("+12025550114")).Steps, step => step is { Step: "say", Said: "All right, thank you, goodbye." });
    }

    [Theory]
    [InlineData("+12025550107")]
    [InlineData("+12025550108")]
    public async Task Whoever_says_nothing_or_much_at_first_is_a_person(string to)
    {
        var owner = await app.OwnerAsync(Own, setup => setup.Agent.With(agent => agent with { PickUp = new() { OnVoicemail = VoicemailAction.LeaveMessage, VoicemailMessage = "Call back." } }));

        var call = await EndedAsync(owner, await PlaceAsync(owner, to), TimeSpan.FromSeconds(60));

        Assert.Equal(CallEndReason.CallerHungUp, call.EndReason);
        Assert.Contains(call.Transcript, entry => entry is { Speaker: Speaker.Agent, Text: "Hello." });
        Assert.DoesNotContain(call.Transcript, entry => entry is { Speaker: Speaker.Agent } && entry.Text.Contains("Call back.", StringComparison.Ordinal));
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

    private Task<Call> EndedAsync(Owner owner, OutgoingCallResult placed, TimeSpan? limit = null) => Eventually.GetAsync(
        async () => await app.Get<CallRepository>().FindAsync(owner.Account, placed.Call!.Id, CancellationToken.None) is { EndedAt: not null } call ? call : null, limit);

    private Task<CalleeReport> ReportAsync(string number) =>
        Eventually.GetAsync(() => Task.FromResult(app.Sandbox.Callees.Reports.LastOrDefault(report => report.Number == number)));

    private Task NothingIsLeftAsync() => Eventually.HoldsAsync(() => app.Get<RingingCalls>().Count == 0 && app.Get<CallAdmission>().Taken == 0);
}
