using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using ModelContextProtocol.Protocol;

namespace VoiceAgent.Sandbox.Demo;

/// <summary>
/// What the tools of a demonstration agent talk to: a small order desk over plain HTTP, <c>GET orders/{number}</c>, and an MCP server at <c>mcp</c>
/// with two tools. The same number always gets the same answer.
/// </summary>
internal sealed class DemoPart : ISandboxPart
{
    private static readonly string[] States = ["is being packed", "was shipped yesterday", "has been delivered"];
    private static readonly string[] Days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"];

    public string Slug => "demo";

    /// <summary>What <see cref="Map"/> needs.</summary>
    public static void AddServices(IServiceCollection services) => services.AddMcpServer(server => server.ServerInfo = new Implementation { Name = "Sandbox parcel service", Version = "1" })
        .WithHttpTransport(transport => transport.Stateless = true)
        .WithListToolsHandler((_, _) => ValueTask.FromResult(new ListToolsResult { Tools = [.. Tools] }))
        .WithCallToolHandler((request, _) => ValueTask.FromResult(Run(request.Params!)));

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/orders/{number:int}", static (int number) => Results.Json(new DemoOrder(number, States[number % States.Length], Days[number % Days.Length]), JsonSerializerOptions.Web));
        routes.MapMcp("/mcp");
    }

    private static IEnumerable<Tool> Tools =>
    [
        new()
        {
            Name = "find_parcel",
            Description = "Tells where a parcel is, by its number. Use it when the caller asks where a parcel is.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"number":{"type":"integer","description":"The number on the receipt"}},"required":["number"]}"""),
            Annotations = new ToolAnnotations { ReadOnlyHint = true },
        },
        new()
        {
            Name = "book_pickup",
            Description = "Books a courier who picks a parcel up, on a day of the week.",
            InputSchema = JsonElement.Parse("""{"type":"object","properties":{"day":{"type":"string"}},"required":["day"]}"""),
            Annotations = new ToolAnnotations { DestructiveHint = false },
        },
    ];

    private static CallToolResult Run(CallToolRequestParams call)
    {
        var argument = call.Arguments is { } given && given.TryGetValue(call.Name is "find_parcel" ? "number" : "day", out var value) ? value : default;
        return (call.Name, argument) switch
        {
            ("find_parcel", { ValueKind: JsonValueKind.Number } number) => Text($"Parcel {number.GetRawText()} is at the depot and comes on {Days[(int)(Math.Abs(number.GetDouble()) % Days.Length)]}."),
            ("book_pickup", { ValueKind: JsonValueKind.String } day) => Text($"A courier is booked for {day.GetString()}."),
            _ => new CallToolResult { IsError = true, Content = [new TextContentBlock { Text = "There is no such tool, or its arguments do not fit." }] },
        };
    }

    private static CallToolResult Text(string text) => new() { Content = [new TextContentBlock { Text = text }] };
}
