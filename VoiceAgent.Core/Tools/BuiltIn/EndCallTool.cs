using System.Text.Json;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Tools.BuiltIn;

/// <summary>
/// Ends the call once the caller has heard the goodbye. A caller who speaks up before leads the conversation on, and the end is off. Asking
/// again changes nothing.
/// </summary>
public sealed class EndCallTool : IBuiltInTool
{
    public const string ToolName = "end_call";

    public string Name => ToolName;

    public string Title => "End the call";

    public string Help => "The agent hangs up when the conversation is over. The caller hears the goodbye first and can still speak up.";

    public string DefaultDescription =>
        "Ends the telephone call. Use it when the caller has said goodbye or wants nothing more. Say a short goodbye in the same reply.";

    public ITool Open(ToolScope scope, string description) => new Tool(description);

    private sealed class Tool(string description) : ITool
    {
        private static readonly ToolResult Ending =
            ToolResult.Ok("The call ends as soon as the caller has heard your goodbye. If they speak before that, go on with the conversation.") with
            {
                EndsCall = CallEndReason.AgentHungUp,
            };

        public ToolDefinition Definition { get; } = new()
        {
            Name = ToolName,
            Description = description,
            Parameters = JsonElement.Parse("""{"type":"object","properties":{}}"""),
        };

        public bool ChangesSomething => true;

        public TimeSpan Timeout => TimeSpan.FromSeconds(5);

        public Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken) => Task.FromResult(Ending);
    }
}
