using System.Text.Json;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Tools.BuiltIn;

/// <summary>Presses keys for the far end, so that the agent gets through a telephone menu, and listens to what the menu says next.</summary>
public sealed class SendDtmfTool : IBuiltInTool
{
    public const string ToolName = "send_dtmf";

    public string Name => ToolName;

    public string Title => "Press keys";

    public string Help => "The agent presses keys of the telephone, to get through the menu of whoever it talks to or to enter a number there.";

    public string DefaultDescription =>
        "Presses keys of the telephone. Use it when a recorded menu asks to press a key or to enter a number. You then listen to what is said next.";

    public ITool? Open(ToolScope scope, string description)
    {
        ArgumentNullException.ThrowIfNull(scope);
        return scope.Control.Legs is { } control ? new Tool(control, scope, description) : null;
    }

    private sealed class Tool(ILegControl control, ToolScope scope, string description) : ITool
    {
        private static readonly ToolResult Pressed = ToolResult.Ok("Pressed. Listen to what is said next.") with { ThenListens = true };

        public ToolDefinition Definition { get; } = new()
        {
            Name = ToolName,
            Description = description,
            Parameters = JsonElement.Parse("""
                {"type":"object","properties":{"keys":{"type":"string","pattern":"^[0-9A-D*#wW]{1,32}$","description":"0-9, *, #, A-D; w waits half a second, W one second."}},
                "required":["keys"],"additionalProperties":false}
                """),
        };

        public bool ChangesSomething => true;

        public TimeSpan Timeout => TimeSpan.FromSeconds(30);

        public async Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken)
        {
            // Tones over the agent's own words would not be understood.
            await context.WordsHeardAsync(cancellationToken);
            try
            {
                return await control.SendDtmfAsync(scope.Call.CallControlId, arguments.GetProperty("keys").GetString()!, cancellationToken)
                    ? Pressed
                    : ToolResult.Failed("The call has ended.");
            }
            catch (ProviderException)
            {
                return ToolResult.Failed("The carrier did not press the keys.");
            }
        }
    }
}
