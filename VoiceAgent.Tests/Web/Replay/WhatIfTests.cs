using Bunit;
using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Agents;
using VoiceAgent.Web.Components.Calls;
using VoiceAgent.Web.Components.Replay;

namespace VoiceAgent.Tests.Web.Replay;

[Trait("Kind", "Component")]
public sealed class WhatIfTests : PageContext
{
    private readonly string _min = ReplayText.Label("minEndpointingDelay");
    private readonly string _max = ReplayText.Label("maxEndpointingDelay");

    [Fact]
    public async Task A_call_is_compared_with_what_other_values_would_have_made_of_it()
    {
        var page = await OpenCallAsync();

        Field(page, _min).Change("200ms");
        Field(page, _max).Change("0.5s");
        await page.Find("section form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal([ReplayText.Figure, "As it was", "Variant 1"], Texts(page, ".what-if-table thead th")));
        Assert.Equal(["0", "1"], Row(page, "Cut-offs"));
        Assert.Equal("1.0 s", Row(page, "End-of-turn delay, p50")[0]);
        Assert.Contains($"{_min}: 200ms", page.Markup.Replace("<span class=\"mono\">", string.Empty, StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Cut off", page.Find("strong.what-if-cut-off").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".lane-cut-off"));
        Assert.Equal("Variant 1: 3 turns, 1 cut-offs", page.FindAll(".what-if-lane svg")[1].GetAttribute("aria-label"));

        Button(page, ReplayText.RemoveLabel("Variant 1")).Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".what-if-table")));
    }

    [Fact]
    public async Task A_value_that_is_none_is_told_at_its_field()
    {
        var page = await OpenCallAsync();

        Field(page, _min).Change("soon");
        await page.Find("section form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("'soon' is no value for minEndpointingDelay", page.Markup, StringComparison.Ordinal));
        Assert.True(page.Find("section form details").HasAttribute("open"));
        Assert.Empty(page.FindAll(".what-if-table"));
    }

    [Fact]
    public async Task Without_a_change_there_is_nothing_to_compare()
    {
        var page = await OpenCallAsync();

        await page.Find("section form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains(ReplayText.NothingChanged, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_variant_becomes_the_agents_settings_only_when_it_is_confirmed()
    {
        var agent = await AgentAsync();
        var page = await OpenCallAsync(agent.Id);
        Field(page, _min).Change("250ms");
        await page.Find("section form").SubmitAsync();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".what-if-table")));

        Button(page, ReplayText.UseLabel("Variant 1")).Click();
        page.WaitForAssertion(() => Assert.Contains(page.FindAll("[role=dialog]"), dialog => dialog.TextContent.Contains($"{_min}: 250ms", StringComparison.Ordinal)));
        Assert.Equal(agent.Turns, (await Agents.FindAsync(Account, agent.Id, default))!.Turns);
        page.FindAll("[role=dialog] button").Single(button => button.TextContent.Trim() == ReplayText.Use).Click();

        page.WaitForAssertion(() => Assert.Contains(ReplayText.Used, page.Markup, StringComparison.Ordinal));
        var saved = (await Agents.FindAsync(Account, agent.Id, default))!.Turns;
        Assert.Equal(TimeSpan.FromMilliseconds(250), saved.MinEndpointingDelay);
        Assert.Equal("One moment.", saved.SilencePrompt);
    }

    [Fact]
    public async Task Values_an_agent_cannot_have_are_refused_with_the_reason()
    {
        var agent = await AgentAsync();
        var page = await OpenCallAsync(agent.Id);
        Field(page, _min).Change("9s");
        await page.Find("section form").SubmitAsync();
        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".what-if-table")));

        Button(page, ReplayText.UseLabel("Variant 1")).Click();
        page.WaitForElement("[role=dialog]");
        page.FindAll("[role=dialog] button").Single(button => button.TextContent.Trim() == ReplayText.Use).Click();

        page.WaitForAssertion(() => Assert.Contains("The min delay is between", page.Find("section [role=status]").TextContent, StringComparison.Ordinal));
        Assert.Equal(agent.Turns, (await Agents.FindAsync(Account, agent.Id, default))!.Turns);
    }

    [Fact]
    public async Task The_last_calls_of_an_agent_are_compared_together()
    {
        var agent = await AgentAsync();
        for (var i = 0; i < 3; i++)
        {
            await Logs.InsertAsync(Account, RecordedCalls.Hesitating(Account, agent.Id).Log, default);
        }

        var page = Open<WhatIf>((nameof(WhatIf.Agent), agent.Id));
        Field(page, _min).Change("200ms");
        Field(page, _max).Change("500ms");
        await page.Find("section form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Equal(["0", "3"], Row(page, "Cut-offs")));
        Assert.Contains(ReplayText.ComparedCalls(3), page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".what-if-lane"));
    }

    [Fact]
    public async Task Presets_fill_the_values()
    {
        var page = await OpenCallAsync();
        var model = page.FindComponent<WhatIfForm>().Instance.Model;

        await page.InvokeAsync(() => model.Choose(TurnPresets.Names[0]));
        await page.InvokeAsync(() => model.AddAsync(default));

        Assert.Equal(TurnPresets.Names[0], Assert.Single(model.Comparison!.Variants).Name);
    }

    [Fact]
    public async Task A_call_without_a_log_says_so_and_another_accounts_call_is_not_there()
    {
        var (call, _) = RecordedCalls.Hesitating(Account, null);
        await Calls.InsertAsync(Account, call, default);
        Assert.Contains(ReplayText.NoLog, Open<CallDetails>((nameof(CallDetails.Id), call.Id.ToString())).Markup, StringComparison.Ordinal);

        var stranger = AccountId.New();
        var (foreign, log) = RecordedCalls.Hesitating(stranger, null);
        await Logs.InsertAsync(stranger, log, default);
        var page = Open<WhatIf>((nameof(WhatIf.Call), foreign.Id));

        page.WaitForAssertion(() => Assert.Contains(ReplayText.NoLog, page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public async Task The_editor_of_an_agent_without_recorded_calls_says_so()
    {
        var agent = await AgentAsync();

        var page = Open<AgentEditor>((nameof(AgentEditor.Id), agent.Id.ToString()));

        page.WaitForAssertion(() => Assert.Contains(ReplayText.NoLogs, page.Markup, StringComparison.Ordinal));
    }

    private async Task<Agent> AgentAsync()
    {
        var agent = new AgentBuilder().With(one => one with { AccountId = Account }).WithTurns(turns => turns with { SilencePrompt = "One moment." }).Build();
        await Agents.InsertAsync(Account, agent, default);
        return agent;
    }

    private async Task<IRenderedComponent<IComponent>> OpenCallAsync(AgentId? agent = null)
    {
        var (call, log) = RecordedCalls.Hesitating(Account, agent);
        await Calls.InsertAsync(Account, call, default);
        await Logs.InsertAsync(Account, log, default);
        var page = Open<CallDetails>((nameof(CallDetails.Id), call.Id.ToString()));
        page.WaitForElement("section form");
        return page;
    }

    private static string[] Row(IRenderedComponent<IComponent> page, string name) =>
    [
        .. page.FindAll(".what-if-table tbody tr").Single(row => row.Children[0].TextContent == name).Children.Skip(1).Select(cell => cell.TextContent),
    ];

    private static string[] Texts(IRenderedComponent<IComponent> page, string selector) => [.. page.FindAll(selector).Select(one => one.TextContent)];
}
