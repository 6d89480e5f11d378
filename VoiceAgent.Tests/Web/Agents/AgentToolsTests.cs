using Bunit;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Tests.Core.Keys;
using VoiceAgent.Tests.Fakes.Tools;
using VoiceAgent.Web.Components.Agents.Tools;
using Agent = VoiceAgent.Core.Agents.AgentId;

namespace VoiceAgent.Tests.Web.Agents;

[Trait("Kind", "Component")]
public sealed class AgentToolsTests : PageContext
{
    private readonly Agent _agent = Agent.New();

    [Fact]
    public async Task A_built_in_tool_is_switched_on_with_its_own_words()
    {
        var page = Open<AgentTools>((nameof(AgentTools.Agent), _agent));
        page.Find("input[type=checkbox]").Change(true);
        Field(page, ToolsText.Description).Change("Hang up politely.");
        Button(page, ToolsText.Save).Click();

        page.WaitForAssertion(() => Assert.Contains(ToolsText.Saved, page.Markup, StringComparison.Ordinal));
        Assert.Equal(new BuiltInToolSetting(true, "Hang up politely."), (await SavedAsync()).SettingOf(EndCallTool.ToolName));
    }

    [Fact]
    public async Task An_HTTP_tool_is_made_with_a_secret_that_is_never_shown_again()
    {
        var page = Open<AgentTools>((nameof(AgentTools.Agent), _agent));
        Button(page, ToolsText.Add).Click();
        Field(page, ToolsText.Name).Change("find_order");
        Field(page, ToolsText.Description).Change("Finds an order.");
        Field(page, ToolsText.Url).Change("https://shop.example.com/orders/{id}");
        Button(page, ToolsText.AddArgument).Click();
        Field(page, ToolsText.ArgumentName, 1).Change("id");
        Button(page, ToolsText.AddSecret).Click();
        Field(page, ToolsText.SecretName).Change("X-Key");
        Field(page, ToolsText.SecretValue).Change("open sesame");
        Button(page, ToolsText.SaveTool).Click();

        page.WaitForAssertion(() => Assert.Contains(ToolsText.TryIt, page.Markup, StringComparison.Ordinal));
        var tool = Assert.Single((await SavedAsync()).HttpTools);
        Assert.Equal(["X-Key"], tool.SecretHeaders);
        Assert.Equal("""{"type":"object","properties":{"id":{"type":"string"}},"required":["id"],"additionalProperties":false}""", tool.Schema);
        Assert.Equal([new("X-Key", "open sesame")], await Tools.Secrets.OpenAsync(Account, tool.Id.ToString(), "shop.example.com:443", default));
        Button(page, ToolsText.EditLabel("find_order")).Click();
        Assert.DoesNotContain("open sesame", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_that_cannot_be_read_any_more_is_named_with_the_way_out_and_asked_for_again()
    {
        var model = await ModelAsync();
        var draft = HttpToolDraft.From(ToolRig.Tool("https://shop.example.com/") with { Name = "find_order" });
        draft.Secrets.Add(new SecretRow { Header = "X-Key", Value = "open sesame" });
        Assert.Null(await model.SaveToolAsync(draft, default));
        var tool = Assert.Single(model.HttpTools);
        Assert.Empty(await Tools.Secrets.ListUnreadableAsync(Account, tool.Id.ToString(), default));
        using var lost = TestVault.Open(77, "lost");
        await new ToolSecrets(Store.Open(ToolSecret.Collection), lost, Trail)
            .SaveAsync(Account, AuditActor.System, new ToolSecretPlace(tool.Id.ToString(), "shop.example.com:443", "X-Key"), "open sesame", default);

        var page = Open<AgentTools>((nameof(AgentTools.Agent), _agent));

        Assert.Contains("The secret header X-Key cannot be read any more", page.Markup, StringComparison.Ordinal);
        Button(page, ToolsText.EditLabel("find_order")).Click();
        Button(page, ToolsText.SaveTool).Click();
        page.WaitForAssertion(() => Assert.Contains(ToolsText.SecretMissing, page.Markup, StringComparison.Ordinal));
        Field(page, ToolsText.SecretValue).Change("open sesame again");
        Button(page, ToolsText.SaveTool).Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("cannot be read any more", page.Markup, StringComparison.OrdinalIgnoreCase));
        Assert.Equal([new("X-Key", "open sesame again")], await Tools.Secrets.OpenAsync(Account, tool.Id.ToString(), "shop.example.com:443", default));
    }

    [Theory]
    [InlineData("find order", "https://shop.example.com/", "no spaces")]
    [InlineData("find_order", "http://shop.example.com/", "https://")]
    [InlineData("find_order", "https://192.168.0.1/", "public internet")]
    [InlineData("end_call", "https://shop.example.com/", "has that name")]
    public async Task A_tool_that_cannot_be_used_is_not_saved(string name, string url, string problem)
    {
        var model = await ModelAsync();
        var draft = HttpToolDraft.From(ToolRig.Tool(url) with { Name = name });

        Assert.Contains(problem, await model.SaveToolAsync(draft, default), StringComparison.Ordinal);
        Assert.Empty((await SavedAsync()).HttpTools);
    }

    [Fact]
    public async Task A_secret_has_to_be_entered_again_for_another_host_and_goes_with_its_tool()
    {
        var model = await ModelAsync();
        var tool = ToolRig.Tool("https://shop.example.com/");
        var draft = HttpToolDraft.From(tool);
        draft.Secrets.Add(new SecretRow { Header = "X-Key", Value = "open sesame" });
        Assert.Null(await model.SaveToolAsync(draft, default));

        var again = HttpToolDraft.From(model.HttpTools[0]);
        Assert.Null(await model.SaveToolAsync(again, default));
        again.Url = "https://other.example.com/";
        Assert.Equal(ToolsText.SecretMissing, await model.SaveToolAsync(again, default));

        await model.RemoveToolAsync(model.HttpTools[0], default);
        Assert.Empty((await Tools.Secrets.OpenAsync(Account, tool.Id.ToString(), "shop.example.com:443", default))!);
    }

    [Theory]
    [InlineData("Sales", "+1 (202) 555-0150", null)]
    [InlineData("", "+12025550150", ToolsText.TargetNeedsName)]
    [InlineData("Sales", "555", ToolsText.TargetNeedsNumber)]
    [InlineData("", "", ToolsText.TargetMissing)]
    public async Task Whom_callers_may_be_put_through_to_is_named_with_a_number(string name, string number, string? problem)
    {
        var model = await ModelAsync();
        model.BuiltIns.Single(draft => draft.Tool.Name == TransferCallTool.ToolName).IsOn = true;
        model.TransferRows.Add(new TransferRow { Name = name, Number = number, IsWarm = true });

        Assert.Equal(problem, await model.SaveAsync(default));
        Assert.Equal(problem is null ? [("Sales", "+12025550150", true)] : [], (await SavedAsync()).TransferTargets.Select(target => (target.Name, target.Number, target.IsWarm)));
    }

    [Theory]
    [InlineData("[1]", "not a JSON object")]
    [InlineData("{", "not a JSON object")]
    [InlineData("""{"id":1}""", "id must be of type string")]
    [InlineData("{}", "id is missing")]
    public async Task A_sample_is_checked_as_a_call_checks_arguments(string sample, string problem)
    {
        var model = await ModelAsync();
        var tool = ToolRig.Tool("https://shop.example.com/{id}", """{"type":"object","properties":{"id":{"type":"string"}},"required":["id"]}""");

        var answer = await model.TryAsync(tool, sample, default);

        Assert.True(answer is { IsFailure: true, Status: null });
        Assert.Contains(problem, answer.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tools_and_secrets_of_a_deleted_agent_are_gone()
    {
        var model = await ModelAsync();
        var draft = HttpToolDraft.From(ToolRig.Tool("https://shop.example.com/"));
        draft.Secrets.Add(new SecretRow { Header = "X-Key", Value = "open sesame" });
        await model.SaveToolAsync(draft, default);

        await model.RemoveAllAsync(default);

        Assert.Empty((await SavedAsync()).HttpTools);
        Assert.Empty((await Tools.Secrets.OpenAsync(Account, draft.Id.ToString(), "shop.example.com:443", default))!);
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{},"required":[],"additionalProperties":false}""", 0)]
    [InlineData("""{"type":"object","properties":{"id":{"type":"string","description":"The number"}},"required":["id"],"additionalProperties":false}""", 1)]
    [InlineData("""{"type":"object","properties":{"id":{"enum":[1]}}}""", null)]
    [InlineData("not JSON", null)]
    public void A_schema_is_a_table_where_the_table_can_say_all_of_it(string schema, int? rows) => Assert.Equal(rows, ArgumentRow.From(schema)?.Count);

    private async Task<AgentToolsModel> ModelAsync()
    {
        SignIn();
        var model = new AgentToolsModel(Tools, new VoiceAgent.Web.Hosting.SignedInUser(VoiceAgent.Core.Accounts.UserId.New(), Account, "ada@example.com"), _agent);
        await model.LoadAsync(default);
        return model;
    }

    private Task<AgentToolset> SavedAsync() => Tools.Toolsets.FindAsync(Account, _agent, default);
}
