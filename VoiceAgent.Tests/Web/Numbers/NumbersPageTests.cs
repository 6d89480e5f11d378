using Bunit;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Numbers;

namespace VoiceAgent.Tests.Web.Numbers;

[Trait("Kind", "Component")]
public sealed class NumbersPageTests : PageContext
{
    [Fact]
    public async Task A_number_is_added_as_people_type_it_and_gets_the_only_agent()
    {
        var agent = new AgentBuilder().With(built => built with { AccountId = Account }).Build();
        await Agents.InsertAsync(Account, agent, default);
        var page = Open<NumbersPage>();
        Assert.Contains(NumbersText.EmptyTitle, page.Markup, StringComparison.Ordinal);

        Field(page, NumbersText.NumberField).Change("+1 (202) 555-0131");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("+12025550131", page.Find(".number-row .number").TextContent));
        Assert.Equal(agent.Id, Assert.Single(await Lines.ListAsync(Account, default)).AgentId);
    }

    [Theory]
    [InlineData("2025550131", NumbersText.NotANumber)]
    [InlineData("+12025550199", NumbersText.AlreadyThere)]
    public async Task What_cannot_be_added_is_told_at_the_field(string typed, string problem)
    {
        await Lines.AssignAsync(Account, "+12025550199", agent: null, default);
        var page = Open<NumbersPage>();

        Field(page, NumbersText.NumberField).Change(typed);
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("true", Field(page, NumbersText.NumberField).GetAttribute("aria-invalid")));
        Assert.Contains(problem, page.Markup, StringComparison.Ordinal);
        Assert.Equal(typed, Field(page, NumbersText.NumberField).GetAttribute("value"));
    }

    [Fact]
    public void Numbers_at_the_carrier_are_listed_and_added_with_one_press()
    {
        Page.Import = new NumberImportResult([new ImportableNumber("+12025550131", "my app")]);
        var page = Open<NumbersPage>();

        Button(page, NumbersText.Import).Click();
        page.WaitForAssertion(() => Assert.Contains("connected to my app", page.Find(".import-row").TextContent, StringComparison.Ordinal));
        Button(page, NumbersText.AddLabel("+12025550131")).Click();

        page.WaitForAssertion(() => Assert.Contains(NumbersText.InList, page.Find(".import-row").TextContent, StringComparison.Ordinal));
        Assert.Equal("+12025550131", page.Find(".number-row .number").TextContent);
    }

    [Fact]
    public void A_carrier_that_does_not_answer_is_told_in_words()
    {
        Page.Import = new NumberImportResult([], "Telnyx refused your key. Replace it under API keys.");
        var page = Open<NumbersPage>();

        Button(page, NumbersText.Import).Click();

        page.WaitForAssertion(() => Assert.Contains("Telnyx refused your key.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Removing_waits_for_a_yes()
    {
        await Lines.AssignAsync(Account, "+12025550131", agent: null, default);
        var page = Open<NumbersPage>();

        Button(page, NumbersText.RemoveLabel("+12025550131")).Click();
        page.WaitForElement("[role=dialog]");
        Assert.Single(await Lines.ListAsync(Account, default));
        page.Find("[role=dialog]").QuerySelectorAll("button").Single(button => button.TextContent.Trim() == NumbersText.Remove).Click();

        page.WaitForAssertion(() => Assert.Contains(NumbersText.EmptyTitle, page.Markup, StringComparison.Ordinal));
        Assert.Empty(await Lines.ListAsync(Account, default));
    }

    [Fact]
    public async Task Only_the_accounts_own_agents_and_numbers_can_be_joined()
    {
        await Lines.AssignAsync(Account, "+12025550131", agent: null, default);
        var foreign = new AgentBuilder().Build();
        var model = new NumbersModel(Lines, Agents, Page, Account);
        await model.LoadAsync(default);

        await model.AssignAsync("+12025550131", foreign.Id, default);
        await model.AssignAsync("+12025550199", agent: null, default);

        Assert.Null(Assert.Single(await Lines.ListAsync(Account, default)).AgentId);
    }
}
