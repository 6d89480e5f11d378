using Bunit;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Tests.Web.Calls;
using VoiceAgent.Web.Components.Home;
using HomePage = VoiceAgent.Web.Components.Home.Home;

namespace VoiceAgent.Tests.Web.Home;

[Trait("Kind", "Component")]
public sealed class HomePageTests : PageContext
{
    [Fact]
    public void A_visitor_is_told_what_this_is_and_where_to_begin()
    {
        var page = Render(Whole<HomePage>());

        Assert.Equal(HomeText.WelcomeTitle, page.Find("h1").TextContent);
        Assert.Equal(["/account/sign-up", "/account/sign-in"], page.FindAll(".welcome-actions a").Select(link => link.GetAttribute("href")));
        Assert.Empty(page.FindAll("form"));
    }

    [Fact]
    public void The_sandbox_is_tried_by_a_plain_form()
    {
        Page.IsAvailable = true;

        var form = Render(Whole<HomePage>()).Find("form");

        Assert.Equal("/sandbox/try", form.GetAttribute("action"));
        Assert.Equal("post", form.GetAttribute("method"));
        Assert.Equal(HomeText.TrySandbox, form.QuerySelector("button[type=submit]")!.TextContent);
    }

    [Fact]
    public async Task The_checklist_ticks_what_is_done_and_goes_when_nothing_is_left()
    {
        var agent = new AgentBuilder().With(built => built with { AccountId = Account }).Build();
        await Agents.InsertAsync(Account, agent, default);
        await Lines.AssignAsync(Account, "+12025550131", agent: null, default);

        Assert.Equal([HomeText.Done, HomeText.Done, HomeText.ToDo, HomeText.ToDo], States());

        await Lines.AssignAsync(Account, "+12025550131", agent.Id, default);
        await Calls.InsertAsync(Account, Samples.Finished(Account), default);
        Assert.Empty(States());
    }

    [Fact]
    public void Calls_in_progress_are_shown_with_a_way_to_watch_them()
    {
        var page = Open<HomePage>();
        Assert.Contains(HomeText.NoneInProgress, page.Markup, StringComparison.Ordinal);

        Registry.Publish(Samples.Live(Samples.Call(Account)), () => { });

        page.WaitForAssertion(() => Assert.Contains("+12025550131", page.Find(".in-progress-row").TextContent, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("a"), link => link.TextContent == HomeText.WatchLive);
    }

    private IEnumerable<string> States() =>
        [.. Open<HomePage>().FindAll(".checklist-item title").Select(title => title.TextContent)];
}
