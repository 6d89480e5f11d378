using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.Transfers;

namespace VoiceAgent.Core.Tools.BuiltIn;

/// <summary>Puts the caller through to one of the people the agent's owner has named, once the caller has heard that it will.</summary>
public sealed class TransferCallTool(CallTransfers transfers) : IBuiltInTool
{
    public const string ToolName = "transfer_call";

    /// <summary>Characters of what a person is told before a warm transfer.</summary>
    public const int MaxSummary = 600;

    public string Name => ToolName;

    public string Title => "Transfer the call";

    public string Help => "The agent puts the caller through to one of the people you name below, and to nobody else. If nobody answers, the caller stays with the agent.";

    public string DefaultDescription =>
        "Transfers the caller to a person. Use it when the caller asks for one, or needs what you cannot do. Say in the same reply that you are connecting them.";

    public ITool? Open(ToolScope scope, string description)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.Control.Legs is null || scope.Toolset.TransferTargets.Count == 0 ? null : new Tool(transfers, scope, description);
    }

    private sealed class Tool(CallTransfers transfers, ToolScope scope, string description) : ITool
    {
        public ToolDefinition Definition { get; } = new() { Name = ToolName, Description = description, Parameters = Schema(scope.Toolset.TransferTargets) };

        public bool ChangesSomething => true;

        public TimeSpan Timeout => CallTransfers.Longest;

        public string? Announcement => scope.Toolset.TransferLine;

        public async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            var name = arguments.GetProperty("to").GetString();
            var summary = arguments.TryGetProperty("summary", out var text) ? text.GetString()!.Trim() : string.Empty;
            await context.WordsHeardAsync(cancellationToken);

            // Nobody is rung at for a caller who is gone.
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, context.CallEnded);
            return await transfers.RunAsync(scope, scope.Toolset.TransferTargets.First(target => target.Name == name), summary, stop.Token);
        }

        private static JsonElement Schema(IReadOnlyList<TransferTarget> targets)
        {
            var properties = new JsonObject
            {
                ["to"] = new JsonObject { ["type"] = "string", ["enum"] = new JsonArray([.. targets.Select(target => (JsonNode?)target.Name)]), ["description"] = "Whom to transfer to." },
            };
            string[] required = ["to"];
            if (targets.Any(target => target.IsWarm))
            {
                properties["summary"] = new JsonObject
                {
                    ["type"] = "string",
                    ["maxLength"] = MaxSummary,
                    ["description"] = "What the person is told before the caller is put through: who calls and what about, in one or two sentences.",
                };
                required = ["to", "summary"];
            }

            return JsonSerializer.SerializeToElement(new JsonObject
            {
                ["type"] = "object",
                ["properties"] = properties,
                ["required"] = new JsonArray([.. required.Select(one => (JsonNode?)one)]),
                ["additionalProperties"] = false,
            });
        }
    }
}
