using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using ModelContextProtocol.Protocol;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>A real MCP server on loopback, of the official package, that tells of any tools and answers with anything.</summary>
internal sealed class McpTestServer : IAsyncDisposable
{
    /// <summary>What is answered at <c>/orders</c>.</summary>
    public const string OrderResult = "Ultramarine result canary";

    private readonly WebApplication _app;

    private McpTestServer(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.First()}/mcp";

    public string Authority => new Uri(_app.Urls.First()).Authority;

    public List<Tool> Tools { get; } = [Named("find_order", readsOnly: true)];

    /// <summary>Answers a run; by default with the arguments.</summary>
    public Func<CallToolRequestParams, CancellationToken, Task<CallToolResult>> OnCall { get; set; } =
        (call, _) => Task.FromResult(Text($"{call.Name}: {JsonSerializer.Serialize(call.Arguments)}"));

    /// <summary>Answers instead of MCP, where it says so.</summary>
    public Func<HttpContext, Task<bool>>? Instead { get; set; }

    /// <summary>The X-Key header of every request.</summary>
    public ConcurrentQueue<string?> Keys { get; } = new();

    /// <summary>Lists asked for.</summary>
    public int Lists { get; private set; }

    public static async Task<McpTestServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        McpTestServer? server = null;
        builder.Services.AddMcpServer()
            .WithHttpTransport()
            .WithListToolsHandler((_, _) =>
            {
                server!.Lists++;
                return ValueTask.FromResult(new ListToolsResult { Tools = [.. server.Tools] });
            })
            .WithCallToolHandler(async (request, token) => await server!.OnCall(request.Params!, token));
        var app = builder.Build();
        server = new McpTestServer(app);
        app.Use(async (context, next) =>
        {
            server.Keys.Enqueue(context.Request.Headers["X-Key"]);
            if (server.Instead is not { } instead || !await instead(context))
            {
                await next(context);
            }
        });
        app.MapPost("/orders", () => OrderResult);
        app.MapMcp("/mcp");
        app.Urls.Add("http://127.0.0.1:0");
        await app.StartAsync();
        return server;
    }

    public static Tool Named(string name, bool? readsOnly = null, bool? destructive = null, string schema = """{"type":"object","properties":{"id":{"type":"string"}}}""") => new()
    {
        Name = name,
        Description = $"Does {name}.",
        InputSchema = JsonElement.Parse(schema),
        Annotations = readsOnly is null && destructive is null ? null : new ToolAnnotations { ReadOnlyHint = readsOnly, DestructiveHint = destructive },
    };

    public static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };

    public async ValueTask DisposeAsync() => await _app.DisposeAsync();
}
