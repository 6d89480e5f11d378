using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Fakes.Tools;
using VoiceAgent.Web.Components.Agents.Tools;

namespace VoiceAgent.Tests.Contracts;

/// <summary>A source of tools with one tool in it, and what stands behind it.</summary>
internal sealed class ToolSourceSubject : IAsyncDisposable
{
    private readonly AuditTrail _trail;
    private readonly List<IAsyncDisposable> _behind = [];
    private volatile bool _isDown;
    private volatile bool _hangs;

    private ToolSourceSubject()
    {
        var store = new InMemoryDocumentStore(TimeProvider.System);
        _trail = new AuditTrail(store.Open(AuditEntry.Collection), TimeProvider.System);
        Options.AllowedPrivateHosts.Add("127.0.0.1");
        Services = ToolRig.Services(store, _trail, Options);
    }

    public IToolSource Source { get; private set; } = null!;

    public AgentToolset Toolset { get; private set; } = AgentToolset.None(AccountId.New(), AgentId.New());

    public ToolServices Services { get; }

    /// <summary>Arguments that fit.</summary>
    public string Arguments { get; private set; } = "{}";

    /// <summary>Requests that came in.</summary>
    public int Requests { get; private set; }

    private ToolOptions Options { get; } = new();

    public static async Task<ToolSourceSubject> StartAsync(string kind)
    {
        var subject = new ToolSourceSubject();
        await (kind switch
        {
            "built-in" => subject.BuiltInAsync(),
            "HTTP" => subject.HttpAsync(),
            _ => subject.McpAsync(),
        });
        return subject;
    }

    /// <summary>Whatever stands behind it answers with trouble from now on.</summary>
    public void Break() => _isDown = true;

    /// <summary>Whatever stands behind it does not answer any more.</summary>
    public void Hang() => _hangs = true;

    public Task<IReadOnlyList<ITool>> OpenAsync() => Source.OpenAsync(ToolScopes.For(Toolset), TestContext.Current.CancellationToken).AsTask();

    public async ValueTask DisposeAsync()
    {
        _hangs = false;
        foreach (var part in _behind)
        {
            await part.DisposeAsync();
        }

        await Services.Lists.DisposeAsync();
        Services.Outbound.Dispose();
        _trail.Dispose();
    }

    private Task BuiltInAsync()
    {
        Source = Services.BuiltIns;
        Toolset = Toolset with { BuiltIns = new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal) { [EndCallTool.ToolName] = new(true) } };
        return Task.CompletedTask;
    }

    private async Task HttpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            if (!await TroubleAsync(context))
            {
                await context.Response.WriteAsync("shipped");
            }
        });
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        _behind.Add(app);
        Source = new HttpTools(Services.Client);
        Arguments = """{"id":"1"}""";
        Toolset = Toolset with
        {
            HttpTools = [ToolRig.Tool($"{app.Urls.First()}/orders/{{id}}", """{"type":"object","properties":{"id":{"type":"string"}}}""") with { Timeout = TimeSpan.FromSeconds(5) }],
        };
    }

    private async Task McpAsync()
    {
        var server = await McpTestServer.StartAsync();
        _behind.Add(server);
        var budget = new AccountBudget(Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System);
        Source = new McpTools(new McpConnector(Services.Outbound, Services.Secrets, Microsoft.Extensions.Options.Options.Create(Options), TimeProvider.System), budget, Services.Lists);
        Arguments = """{"id":"1"}""";
        var saved = new McpServer { Id = McpServerId.New(), Name = "shop", Url = server.Url, Timeout = TimeSpan.FromSeconds(5), Chosen = ["find_order"] };
        Toolset = await Services.Toolsets.ChangeAsync(Toolset.AccountId, Toolset.AgentId, toolset => toolset with { McpServers = [saved] }, TestContext.Current.CancellationToken);
        await Services.Lists.ListAsync(new McpQuestion(Toolset.AccountId, Toolset.AgentId, saved), TestContext.Current.CancellationToken);
        Toolset = await Services.Toolsets.FindAsync(Toolset.AccountId, Toolset.AgentId, TestContext.Current.CancellationToken);
        server.Instead = TroubleAsync;
        server.OnCall = (_, _) => Task.FromResult(McpTestServer.Text("shipped"));
    }

    private async Task<bool> TroubleAsync(HttpContext context)
    {
        Requests++;
        if (_hangs)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
        }

        context.Response.StatusCode = _isDown ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status200OK;
        return _isDown;
    }
}
