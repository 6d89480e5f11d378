using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Calls;
using VoiceAgent.Web.Components.Calls.Dialling;

namespace VoiceAgent.Tests.Web.Calls;

[Trait("Kind", "Component")]
public sealed class CallANumberTests : PageContext
{
    [Fact]
    public async Task A_number_is_called_and_the_live_page_opens()
    {
        var agent = await ReadyAsync();
        var page = Open<CallANumber>(("Agent", agent.Id));

        Field(page, DiallingText.To).Change("+1 202 555 0172");
        await page.Find("form").SubmitAsync();

        Assert.Equal(new OutgoingCallRequest { Agent = agent.Id, To = "+1 202 555 0172", From = "+12025550131" }, Assert.Single(Page.Placed));
        Assert.EndsWith("/calls/live", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_wrong_with_the_number_stands_at_the_field()
    {
        await ReadyAsync();
        Page.Placing = new OutgoingCallResult { Refusal = OutgoingRefusal.NumberRefused, Message = "Not that one." };
        var page = Open<CallHistory>();

        Field(page, DiallingText.To).Change("911");
        await page.Find("form").SubmitAsync();

        Assert.Contains("Not that one.", page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("/calls/live", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_missing_is_listed_with_where_to_mend_it()
    {
        var agent = await ReadyAsync();
        Page.Placing = new OutgoingCallResult
        {
            Refusal = OutgoingRefusal.NotReady,
            Message = "Both.",
            Missing = [new MissingPart(ProviderCategory.LanguageModel, [ProviderName.OpenAI], MissingReason.NoKey, "No language model key. Add OpenAI.", "/settings#language-model")],
        };
        var page = Open<CallANumber>(("Agent", agent.Id));

        Field(page, DiallingText.To).Change("+12025550172");
        await page.Find("form").SubmitAsync();

        Assert.Equal("/settings#language-model", page.Find("[role=alert] a").GetAttribute("href"));
        Assert.Contains("No language model key.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_number_the_way_to_one_is_shown()
    {
        Assert.Contains("href=\"/numbers\"", Open<CallANumber>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_call_that_rings_can_be_cancelled()
    {
        var asked = new TaskCompletionSource();
        var call = Samples.Call(Account) with { Direction = CallDirection.Outbound, From = "+12025550100", To = "+12025550131", AnsweredAt = null };
        Registry.Publish(Samples.Live(call, ConversationPhase.Connecting), asked.SetResult);
        var page = Open<LiveCalls>();

        Assert.Contains(CallsText.Ringing, page.Find("[role=status]").TextContent, StringComparison.Ordinal);
        Button(page, CallsText.CancelLabel("+12025550131")).Click();

        Assert.True(asked.Task.IsCompleted);
    }

    [Theory]
    [InlineData(CallEndReason.LineBusy, "Busy")]
    [InlineData(CallEndReason.NobodyPickedUp, "Nobody picked up")]
    [InlineData(CallEndReason.Cancelled, "You cancelled it")]
    [InlineData(CallEndReason.CallerHungUp, "They hung up")]
    [InlineData(null, "Ringing")]
    public void The_end_of_an_outgoing_call_is_told_in_words(CallEndReason? reason, string words) => Assert.Equal(
        words, CallDisplay.EndReason(Samples.Call(Account) with { Direction = CallDirection.Outbound, AnsweredAt = null, EndReason = reason }));

    private async Task<VoiceAgent.Core.Agents.Agent> ReadyAsync()
    {
        var agent = new AgentBuilder().With(agent => agent with { AccountId = Account }).Build();
        await Agents.InsertAsync(Account, agent, default);
        await Lines.AssignAsync(Account, "+12025550131", agent.Id, default);
        return agent;
    }
}
