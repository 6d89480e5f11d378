using System.Text.Json;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Tools;

/// <summary>
/// Something the agent can do in a call beside speaking. One object serves one call; the model may ask for it several times at once, so it
/// is thread-safe.
/// </summary>
public interface ITool
{
    /// <summary>What the model is told: a name of 1 to 64 letters, digits, <c>_</c> and <c>-</c>, when to use it, and the JSON Schema of its arguments.</summary>
    ToolDefinition Definition { get; }

    /// <summary>
    /// Whether running it changes something in the world. Such a tool never runs before the caller's turn is known to be over, is not run
    /// twice for the same wish, and is not cancelled when the caller interrupts; its result is kept for the next turn.
    /// </summary>
    bool ChangesSomething { get; }

    /// <summary>How long it may take; then the model is told that it did not answer in time.</summary>
    TimeSpan Timeout { get; }

    /// <summary>Said to the caller before it runs when the model has said nothing itself; null says nothing.</summary>
    string? Announcement => null;

    /// <summary>
    /// Runs it. The arguments are an object that fits the schema. What went wrong is a <see cref="ToolResult.Failed"/> in words for the
    /// model; anything thrown but a cancellation counts as a fault of the tool and does not end the call.
    /// </summary>
    Task<ToolResult> RunAsync(JsonElement arguments, ToolContext context, CancellationToken cancellationToken);
}
