using Bunit;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Web.Components.Agents.Mcp;
using VoiceAgent.Web.Components.Agents.Tools;
using Agent = VoiceAgent.Core.Agents.AgentId;

namespace VoiceAgent.Tests.Web.Agents;

[Trait("Kind", "Component")]
public sealed class McpServersTests : PageContext
{
    private static readonly McpTool Find = new() { Name = "find_order", ModelName = "shop_find_order", Description = "Finds an order.", Schema = """{"type":"object"}""", ChangesSomething = false };
    private static readonly McpTool Drop = new() { Name = "drop_order", ModelName = "shop_drop_order", Description = "Drops an order.", Schema = """{"type":"object"}""", IsDestructive = true };

    private readonly Agent _agent = Agent.New();

    [Fact]
    public async Task A_server_is_saved_with_a_secret_and_its_tools_are_chosen_one_by_one()
    {
        var page = Open<McpServers>((nameof(McpServers.Agent), _agent));
        Button(page, McpText.Add).Click();
        Field(page, McpText.Name).Change("shop");
        Field(page, McpText.Url).Change("https://shop.example.com/mcp");
        Button(page, ToolsText.AddSecret).Click();
        Field(page, ToolsText.SecretName).Change("Authorization");
        Field(page, ToolsText.SecretValue).Change("Bearer sesame");
        Button(page, McpText.Save).Click();

        page.WaitForAssertion(() => Assert.Contains(McpText.NotListed, page.Markup, StringComparison.Ordinal));
        var server = await SavedAsync();
        Assert.Equal([new("Authorization", "Bearer sesame")], await Tools.Secrets.OpenAsync(Account, server.Id.ToString(), "shop.example.com:443", default));
        Assert.DoesNotContain("sesame", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tools_say_what_they_do_to_the_world_and_are_switched_on()
    {
        await StoreAsync(Server with { Listed = [Find, Drop], ListedAt = DateTimeOffset.UnixEpoch, Chosen = ["lost_tool"] });
        var page = Open<McpServers>((nameof(McpServers.Agent), _agent));

        page.WaitForAssertion(() => Assert.Contains(McpText.ReadsOnly, page.Markup, StringComparison.Ordinal));
        Assert.Contains(McpText.Destructive, page.Markup, StringComparison.Ordinal);
        Assert.Contains(McpText.Gone, page.Markup, StringComparison.Ordinal);
        page.FindAll("input[type=checkbox]")[0].Change(true);
        page.FindAll("input[type=checkbox]")[2].Change(false);

        page.WaitForAssertion(() => Assert.DoesNotContain(McpText.Gone, page.Markup, StringComparison.Ordinal));
        Assert.Equal(["find_order"], (await SavedAsync()).Chosen);
    }

    [Fact]
    public async Task A_server_that_cannot_be_reached_says_why_and_keeps_its_tools()
    {
        await StoreAsync(Server with { Url = "http://127.0.0.1:9/mcp", Listed = [Find], ListedAt = DateTimeOffset.UnixEpoch });
        var page = Open<McpServers>((nameof(McpServers.Agent), _agent));
        page.WaitForAssertion(() => Button(page, McpText.ListLabel("shop")));
        Button(page, McpText.ListLabel("shop")).Click();

        page.WaitForAssertion(() => Assert.Contains("https://", page.Find("[role=status]").TextContent, StringComparison.Ordinal));
        Assert.Single((await SavedAsync()).Listed);
    }

    [Fact]
    public async Task Another_address_asks_for_secrets_and_choice_anew_and_names_differ()
    {
        await StoreAsync(Server with { Listed = [Find], ListedAt = DateTimeOffset.UnixEpoch, Chosen = ["find_order"], SecretHeaders = ["X-Key"] });
        SignIn();
        var model = new McpServersModel(Tools, new VoiceAgent.Web.Hosting.SignedInUser(VoiceAgent.Core.Accounts.UserId.New(), Account, "ada@example.com"), _agent);
        var draft = McpServerDraft.From(await SavedAsync());
        draft.Url = "https://other.example.com/mcp";
        Assert.Equal(ToolsText.SecretMissing, await model.SaveAsync(draft, default));
        draft.Secrets[0].Value = "open sesame";
        Assert.Null(await model.SaveAsync(draft, default));
        Assert.Equal((0, 0), ((await SavedAsync()).Chosen.Count, (await SavedAsync()).Listed.Count));

        Assert.Equal(McpText.NameTaken, await model.SaveAsync(new McpServerDraft { Name = "shop", Url = "https://third.example.com" }, default));

        await model.RemoveAsync(await SavedAsync(), default);
        Assert.Empty(model.Servers);
        Assert.Empty((await Tools.Secrets.OpenAsync(Account, draft.Id.ToString(), "other.example.com:443", default))!);
    }

    private static McpServer Server => new() { Id = McpServerId.New(), Name = "shop", Url = "https://shop.example.com/mcp" };

    private Task StoreAsync(McpServer server) => Tools.Toolsets.ChangeAsync(Account, _agent, toolset => toolset with { McpServers = [server] }, default);

    private async Task<McpServer> SavedAsync() => Assert.Single((await Tools.Toolsets.FindAsync(Account, _agent, default)).McpServers);
}
