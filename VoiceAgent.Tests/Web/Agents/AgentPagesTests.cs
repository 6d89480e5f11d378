using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Agents;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Tests.Web.Agents;

[Trait("Kind", "Component")]
public sealed class AgentPagesTests : PageContext
{
    private NavigationManager Navigation => Services.GetRequiredService<NavigationManager>();

    [Fact]
    public void An_account_without_agents_is_invited_to_create_the_first()
    {
        var page = Open<AgentList>();

        Assert.Equal("/agents/new", page.FindAll("a").Single(link => link.TextContent.Contains(AgentsText.CreateFirst, StringComparison.Ordinal)).GetAttribute("href"));
    }

    [Fact]
    public async Task The_list_shows_each_agent_with_its_numbers()
    {
        var agent = await StoredAsync();
        await Lines.AssignAsync(Account, "+12025550131", agent.Id, default);

        var card = Open<AgentList>().Find("a.card");

        Assert.Equal($"/agents/{agent.Id}", card.GetAttribute("href"));
        Assert.Contains("Answers 1 number", card.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Creating_goes_to_the_agents_own_address()
    {
        var page = Open<AgentEditor>();

        Field(page, AgentsText.Name).Change("Front desk");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Matches("/agents/[0-9a-f]{32}$", Navigation.Uri));
        Assert.Equal("Front desk", Assert.Single(await Agents.ListAsync(Account, default)).Name);
    }

    [Fact]
    public void A_problem_stands_at_its_field_and_what_was_typed_stays()
    {
        var page = Open<AgentEditor>();

        Field(page, AgentsText.Name).Change(string.Empty);
        Field(page, AgentsText.Greeting).Change("Good day.");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("true", Field(page, AgentsText.Name).GetAttribute("aria-invalid")));
        Assert.Contains("Give the agent a name.", page.Markup, StringComparison.Ordinal);
        Assert.Equal("Good day.", Field(page, AgentsText.Greeting).GetAttribute("value") ?? Field(page, AgentsText.Greeting).TextContent);
        Assert.Contains(AgentsText.HasProblems, page.Find(".agent-form > .form-actions [role=status]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_in_the_folded_part_unfolds_it()
    {
        var page = Open<AgentEditor>();
        Assert.Empty(page.FindAll(".mud-panel-expanded"));

        Field(page, AgentsText.MaxDuration).Change("0");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Single(page.FindAll(".mud-panel-expanded")));
    }

    [Fact]
    public async Task Leaving_with_unsaved_input_asks_first()
    {
        var agent = await StoredAsync();
        var page = Open<AgentEditor>(("Id", agent.Id.ToString()));
        var editor = Navigation.Uri;
        Field(page, AgentsText.Name).Change("Other");

        await page.InvokeAsync(() => Navigation.NavigateTo("/agents"));

        page.WaitForAssertion(() => Assert.Contains(SharedText.UnsavedTitle, page.Markup, StringComparison.Ordinal));
        Assert.Equal(editor, Navigation.Uri);
        Button(page, SharedText.UnsavedStay).Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[role=dialog]")));
        Assert.Equal("Other", Field(page, AgentsText.Name).GetAttribute("value"));
    }

    [Fact]
    public async Task Leaving_a_saved_agent_asks_nothing()
    {
        var agent = await StoredAsync();
        var page = Open<AgentEditor>(("Id", agent.Id.ToString()));
        Field(page, AgentsText.Name).Change("Other");
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains(AgentsText.Saved, page.Markup, StringComparison.Ordinal));

        await page.InvokeAsync(() => Navigation.NavigateTo("/agents"));

        Assert.EndsWith("/agents", Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Deleting_names_the_numbers_that_lose_their_agent()
    {
        var agent = await StoredAsync();
        await Lines.AssignAsync(Account, "+12025550131", agent.Id, default);
        var page = Open<AgentEditor>(("Id", agent.Id.ToString()));

        Button(page, AgentsText.Delete).Click();
        page.WaitForAssertion(() => Assert.Contains("+12025550131", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal));
        page.Find("[role=dialog]").QuerySelectorAll("button").Single(button => button.TextContent.Trim() == AgentsText.Delete).Click();

        page.WaitForAssertion(() => Assert.EndsWith("/agents", Navigation.Uri, StringComparison.Ordinal));
        Assert.Empty(await Agents.ListAsync(Account, default));
    }

    [Theory]
    [InlineData("0123")]
    [InlineData("00000000000000000000000000000001")]
    public void An_address_without_an_agent_says_so(string id) =>
        Assert.Contains(AgentsText.NotFoundTitle, Open<AgentEditor>(("Id", id)).Markup, StringComparison.Ordinal);

    [Fact]
    public void Providers_without_a_usable_key_are_marked_in_the_choice()
    {
        Keys.Store(ProviderName.OpenAI);

        Assert.Equal("OpenAI", AgentsText.ProviderOption("OpenAI", isUsable: true));
        var page = Open<AgentEditor>();
        page.WaitForAssertion(() => Assert.Contains("Deepgram – no usable key", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Providers_are_ordered_by_their_buttons_and_the_order_is_said_and_saved()
    {
        var agent = await StoredAsync();
        var page = Open<AgentEditor>(("Id", agent.Id.ToString()));
        Assert.Contains(AgentsText.AutomaticExplained, page.Markup, StringComparison.Ordinal);

        page.Find("[aria-label='Move Soniox up']").Click();
        page.WaitForAssertion(() => Assert.True(page.Find("[aria-label='Move Soniox up']").HasAttribute("disabled")));
        Assert.Contains("Soniox is now number 1.", page.Markup, StringComparison.Ordinal);
        page.Find("[aria-label='Leave out AssemblyAI']").Click();
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(AgentsText.Saved, page.Markup, StringComparison.Ordinal));
        Assert.Equal([ProviderName.Soniox, ProviderName.Deepgram], Assert.Single(await Agents.ListAsync(Account, default)).SpeechToText);
        Button(page, "Use AssemblyAI too").Click();
        Button(page, AgentsText.Automatic).Click();
        page.WaitForAssertion(() => Assert.Contains(AgentsText.AutomaticExplained, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public void Models_voices_and_languages_of_the_accounts_keys_are_offered_while_typing()
    {
        Keys.Store(ProviderName.Grok);
        Keys.Store(ProviderName.Hume);

        var page = Open<AgentEditor>();

        foreach (var (field, list, choice) in new[]
        {
            (AgentsText.ModelAt("Grok (xAI)"), "models-grok", "Grok-Model-id"),
            (AgentsText.VoiceAt("Hume"), "voices-hume", "Hume-Voice-id"),
            (AgentsText.Language, "language-suggestions", "Hume-Language-id"),
        })
        {
            Assert.Equal(list, Field(page, field).GetAttribute("list"));
            page.WaitForAssertion(() => Assert.Equal(choice, page.Find($"#{list} option").GetAttribute("value")));
        }
    }

    [Theory]
    [InlineData(ProviderErrorKind.Unavailable, 25, "Grok (xAI) did not give its list of models just now. Suggested are those of 25 minutes ago.")]
    [InlineData(ProviderErrorKind.Timeout, 180, "Grok (xAI) did not give its list of models just now. Suggested are those of 3 hours ago.")]
    [InlineData(ProviderErrorKind.Unauthorized, null, "Your Grok (xAI) key may not read the list of models. Suggested are those known here; you can enter any other.")]
    public void A_list_that_is_not_of_now_says_so(ProviderErrorKind trouble, int? minutesAgo, string said)
    {
        Keys.Store(ProviderName.Grok);
        var from = Services.GetRequiredService<TimeProvider>().GetUtcNow() - TimeSpan.FromMinutes(minutesAgo ?? 0);
        Page.OnList = (_, _) => new([ProviderChoice.Named("kept")]) { Trouble = trouble, RememberedFrom = minutesAgo is null ? null : from };

        var page = Open<AgentEditor>();

        page.WaitForAssertion(() => Assert.Equal("kept", page.Find("#models-grok option").GetAttribute("value")));
        Assert.Contains(page.FindAll("p[role=status]"), note => note.TextContent == said);
    }

    [Fact]
    public void An_operators_server_is_offered_only_where_one_is_configured()
    {
        const string Server = "OpenAI-compatible server – no usable key";
        Assert.DoesNotContain(Server, Open<AgentEditor>().Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_configured_server_comes_last_of_the_language_models_and_offers_its_models_alone()
    {
        var server = new CompatibleServer { Id = "office", Name = "Office", BaseUrl = new("https://llm.example.com/v1"), DefaultModel = "m" };
        Endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint>(), servers: [server]);
        Keys.Store(ProviderName.Compatible);

        var page = Open<AgentEditor>();

        var order = page.FindAll("fieldset.provider-order").Single(field => field.QuerySelector("legend")!.TextContent == AgentsText.LanguageModel);
        Assert.Equal("OpenAI-compatible server", order.QuerySelectorAll("li > span:first-child")[^1].TextContent);
        page.WaitForAssertion(() => Assert.Equal("Compatible-Model-id", page.Find("#models-compatible option").GetAttribute("value")));
    }

    private async Task<Agent> StoredAsync()
    {
        var agent = new AgentBuilder().With(built => built with { AccountId = Account }).Build();
        await Agents.InsertAsync(Account, agent, default);
        return agent;
    }
}
