using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using ModelContextProtocol.Protocol;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Fakes.Tools;
using VoiceAgent.Web.Components.Agents.Tools;

namespace VoiceAgent.Tests.Core.Tools;

/// <summary>Tools of a real MCP server over real sockets.</summary>
[Trait("Kind", "Adapter")]
public sealed class McpToolTests : IAsyncLifetime
{
    private readonly AccountId _account = AccountId.New();
    private readonly AgentId _agent = AgentId.New();
    private readonly ToolOptions _options = new() { MaxMcpResponseBytes = 64 * 1024 };
    private readonly InMemoryDocumentStore _store = new(TimeProvider.System);
    private AuditTrail? _trail;
    private McpTestServer? _server;
    private ToolServices? _services;

    private McpTestServer Server => _server!;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _server = await McpTestServer.StartAsync();
        _options.AllowedPrivateHosts.Add(_server.Authority);
        _trail = new AuditTrail(_store.Open(AuditEntry.Collection), TimeProvider.System);
        _services = ToolRig.Services(_store, _trail, _options);
    }

    public async ValueTask DisposeAsync()
    {
        await _services!.Lists.DisposeAsync();
        _services.Outbound.Dispose();
        await Server.DisposeAsync();
        _trail!.Dispose();
    }

    [Fact]
    public async Task The_list_is_kept_and_only_what_was_chosen_is_given_to_a_call()
    {
        Server.Tools.AddRange([McpTestServer.Named("cancel_order"), McpTestServer.Named("read all/orders", readsOnly: true), McpTestServer.Named("read_all_orders", readsOnly: true, destructive: true)]);
        var listing = await ListAsync(await SaveAsync(chosen: ["find_order", "cancel_order"]));

        Assert.Null(listing.Problem);
        Assert.Equal(
            [("shop_find_order", false, false), ("shop_cancel_order", true, false), ("shop_read_all_orders", false, false), ("shop_read_all_orders_2", true, true)],
            listing.Server!.Listed.Select(tool => (tool.ModelName, tool.ChangesSomething, tool.IsDestructive)));
        var tools = await OpenAsync();
        Assert.Equal([("shop_find_order", false), ("shop_cancel_order", true)], tools.Select(tool => (tool.Definition.Name, tool.ChangesSomething)));
        var result = await RunAsync(tools[0], """{"id":"7"}""");
        Assert.Equal((false, """find_order: {"id":"7"}"""), (result.IsFailure, result.Text));
        await CloseAsync(tools);
    }

    [Fact]
    public async Task What_is_too_large_is_left_out_and_said()
    {
        Server.Tools.Clear();
        Server.Tools.AddRange(Enumerable.Range(0, 70).Select(index => McpTestServer.Named($"tool_{index}")));
        Server.Tools[0] = McpTestServer.Named("large", schema: $$"""{"type":"object","description":"{{new string('x', McpCatalog.MaxSchema)}}"}""");
        Server.Tools[1].Description = new string('y', 3000);

        var listing = await ListAsync(await SaveAsync());

        Assert.Equal((McpCatalog.MaxTools, 6), (listing.Server!.Listed.Count, listing.LeftOut));
        Assert.Equal(McpCatalog.MaxDescription, listing.Server.Listed[0].Description.Length);
    }

    [Fact]
    public async Task A_server_that_is_down_delays_no_call_and_its_tool_says_so()
    {
        await ListAsync(await SaveAsync(chosen: ["find_order"]));
        await Server.DisposeAsync();

        var tool = Assert.Single(await OpenAsync());
        var result = await RunAsync(tool, "{}");

        Assert.Equal((true, "The MCP server could not be reached."), (result.IsFailure, result.Text));
        await CloseAsync([tool]);
    }

    [Fact]
    public async Task A_changed_list_counts_for_the_next_call()
    {
        await ListAsync(await SaveAsync(chosen: ["find_order", "find_parcel"]));
        await ChangeAsync(server => server with { ListedAt = TimeProvider.System.GetUtcNow() - McpLists.FreshFor });
        Server.Tools[0] = McpTestServer.Named("find_parcel", readsOnly: true);

        var before = await OpenAsync();
        await Eventually.GetAsync(async () => (await ServerAsync()).Listed is [{ Name: "find_parcel" }] ? "kept" : null);
        var after = await OpenAsync();

        Assert.Equal(["shop_find_order"], before.Select(tool => tool.Definition.Name));
        Assert.Equal(["shop_find_parcel"], after.Select(tool => tool.Definition.Name));
        await CloseAsync([.. before, .. after]);
    }

    [Fact]
    public async Task Secret_headers_go_with_every_request_and_without_them_nothing_is_sent()
    {
        var server = await SaveAsync(secretHeaders: ["X-Key"]);
        var missing = await ListAsync(server);
        Assert.Equal(("A secret header of the MCP server has to be entered again by its owner.", 0), (missing.Problem, Server.Keys.Count));

        await _services!.Secrets.SaveAsync(_account, AuditActor.System, new ToolSecretPlace(server.Id.ToString(), McpServerCheck.HostOf(server)!, "X-Key"), "open sesame", Stop);
        Assert.Null((await ListAsync(server)).Problem);
        Assert.NotEmpty(Server.Keys);
        Assert.All(Server.Keys, key => Assert.Equal("open sesame", key));
    }

    [Theory]
    [InlineData(401, "refused the credentials")]
    [InlineData(302, "redirect")]
    [InlineData(404, "no MCP server at the address")]
    [InlineData(500, "status 500")]
    [InlineData(200, "no MCP server")]
    public async Task What_answers_otherwise_is_told_in_words(int status, string words)
    {
        Server.Instead = async context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "http://127.0.0.1:1/";
            await context.Response.WriteAsync("Welcome!", Stop);
            return true;
        };

        var listing = await ListAsync(await SaveAsync());

        Assert.Contains(words, listing.Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_operators_leave_a_private_server_is_not_reached()
    {
        _options.AllowedPrivateHosts.Clear();
        var services = ToolRig.Services(_store, _trail!, _options);

        var listing = await services.Lists.ListAsync(new McpQuestion(_account, _agent, await SaveAsync()), Stop);

        Assert.Contains("https://", listing.Problem, StringComparison.Ordinal);
        Assert.Empty(Server.Keys);
        services.Outbound.Dispose();
    }

    [Fact]
    public async Task Texts_are_given_and_anything_else_is_named()
    {
        Server.OnCall = (_, _) => Task.FromResult(new CallToolResult
        {
            Content =
            [
                new TextContentBlock { Text = "Shipped." },
                ImageContentBlock.FromBytes(new byte[2048], "image/png"),
                new ResourceLinkBlock { Name = "invoice", Uri = "https://shop.example.com/1.pdf" },
            ],
        });
        var tool = await OnlyToolAsync();

        var result = await RunAsync(tool, "{}");

        Assert.Equal("Shipped.\n[an image of type image/png, 3 KB, not shown]\n[a link to invoice: https://shop.example.com/1.pdf]", result.Text);
        await CloseAsync([tool]);
    }

    [Fact]
    public async Task Errors_of_the_tool_and_of_the_server_are_failures_and_the_session_goes_on()
    {
        var tool = await OnlyToolAsync();
        Server.OnCall = (_, _) => Task.FromResult(new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "No such order." }] });
        var wrong = await RunAsync(tool, "{}");
        Server.OnCall = (_, _) => throw new ModelContextProtocol.McpProtocolException("Unknown tool", ModelContextProtocol.McpErrorCode.InvalidParams);
        var unknown = await RunAsync(tool, "{}");
        Server.OnCall = (_, _) => Task.FromResult(McpTestServer.Text(new string('x', 200_000)));
        var large = await RunAsync(tool, "{}");
        Server.OnCall = (_, _) => Task.FromResult(McpTestServer.Text("shipped"));
        var right = await RunAsync(tool, "{}");

        Assert.Equal((true, "No such order."), (wrong.IsFailure, wrong.Text));
        Assert.True(unknown.IsFailure);
        Assert.Contains("Unknown tool", unknown.Text, StringComparison.Ordinal);
        Assert.True(large.IsFailure);
        Assert.Equal((false, "shipped"), (right.IsFailure, right.Text));
        await CloseAsync([tool]);
    }

    [Theory]
    [InlineData("shop", "https://shop.example.com/mcp", null)]
    [InlineData("Shop", "https://shop.example.com/mcp", "lower-case")]
    [InlineData("shop", "http://shop.example.com/mcp", "https://")]
    [InlineData("shop", "https://10.0.0.1/mcp", "public internet")]
    [InlineData("shop", "https://user:word@shop.example.com/mcp", "secret header")]
    public void A_server_is_checked_before_it_is_saved(string name, string url, string? problem)
    {
        var found = McpServerCheck.FindProblem(new McpServer { Id = McpServerId.New(), Name = name, Url = url }, _services!.Outbound);

        Assert.True(problem is null ? found is null : found?.Contains(problem, StringComparison.Ordinal) is true, found);
    }

    private async Task<ITool> OnlyToolAsync()
    {
        await ListAsync(await SaveAsync(chosen: ["find_order"]));
        return Assert.Single(await OpenAsync());
    }

    private async Task<McpServer> SaveAsync(IReadOnlyList<string>? chosen = null, IReadOnlyList<string>? secretHeaders = null)
    {
        var server = new McpServer { Id = McpServerId.New(), Name = "shop", Url = Server.Url, Chosen = chosen ?? [], SecretHeaders = secretHeaders ?? [] };
        await _services!.Toolsets.ChangeAsync(_account, _agent, toolset => toolset with { McpServers = [server] }, Stop);
        return server;
    }

    private Task ChangeAsync(Func<McpServer, McpServer> change) =>
        _services!.Toolsets.ChangeAsync(_account, _agent, toolset => toolset with { McpServers = [.. toolset.McpServers.Select(change)] }, Stop);

    private async Task<McpServer> ServerAsync() => (await _services!.Toolsets.FindAsync(_account, _agent, Stop)).McpServers[0];

    private Task<McpListing> ListAsync(McpServer server) => _services!.Lists.ListAsync(new McpQuestion(_account, _agent, server), Stop);

    private async Task<IReadOnlyList<ITool>> OpenAsync()
    {
        var options = Options.Create(_options);
        var source = new McpTools(new McpConnector(_services!.Outbound, _services.Secrets, options, TimeProvider.System), new AccountBudget(options, TimeProvider.System), _services.Lists);
        return await source.OpenAsync(ToolScopes.For(await _services.Toolsets.FindAsync(_account, _agent, Stop)), Stop);
    }

    private Task<ToolResult> RunAsync(ITool tool, string arguments) => tool.RunAsync(JsonElement.Parse(arguments), ToolScopes.Context(_account), Stop);

    private static async Task CloseAsync(IReadOnlyList<ITool> tools)
    {
        foreach (var tool in tools.OfType<IAsyncDisposable>())
        {
            await tool.DisposeAsync();
        }
    }
}
