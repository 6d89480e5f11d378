using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Transfers;

namespace VoiceAgent.Core.Tools.Settings;

/// <summary>What an agent may use in its calls, and what it says while a tool runs. Holds no secret. An agent without one has no tools.</summary>
public sealed record AgentToolset
{
    /// <summary>Said while a tool runs, when the owner has written nothing else.</summary>
    public static readonly IReadOnlyList<string> DefaultFillers =
        ["One moment, please.", "Just a second, I'm looking that up.", "Still on it, thank you for waiting.", "It takes a little longer than usual."];

    public static DocumentCollection<AgentToolset> Collection { get; } = new()
    {
        Name = "agent_tools",
        Id = toolset => toolset.AgentId.ToString(),
        Indexes = [DocumentIndex<AgentToolset>.On("account", toolset => toolset.AccountId)],
    };

    public required AgentId AgentId { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>Lines said while a tool runs, never the same twice in a row; at least one.</summary>
    public IReadOnlyList<string> Fillers { get; init; } = DefaultFillers;

    /// <summary>How long a tool runs before the first of them.</summary>
    public TimeSpan FillerAfter { get; init; } = TimeSpan.FromMilliseconds(1000);

    /// <summary>Said before the agent hangs up when the model has found no words for it.</summary>
    public string Goodbye { get; init; } = "Thank you for calling. Goodbye.";

    /// <summary>Built-in tools by name; one that is not named is off.</summary>
    public IReadOnlyDictionary<string, BuiltInToolSetting> BuiltIns { get; init; } = new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal);

    /// <summary>Whom the agent may transfer callers to.</summary>
    public IReadOnlyList<TransferTarget> TransferTargets { get; init; } = [];

    /// <summary>Said before a transfer when the model has found no words for it.</summary>
    public string TransferLine { get; init; } = "I'm connecting you now. One moment, please.";

    public IReadOnlyList<HttpTool> HttpTools { get; init; } = [];

    public IReadOnlyList<McpServer> McpServers { get; init; } = [];

    /// <summary>None for a tool that was never set.</summary>
    public BuiltInToolSetting? SettingOf(string builtIn) => BuiltIns.GetValueOrDefault(builtIn);

    /// <summary>An agent without tools.</summary>
    public static AgentToolset None(AccountId account, AgentId agent) => new() { AccountId = account, AgentId = agent };
}

/// <summary>How an agent uses a built-in tool.</summary>
/// <param name="IsOn">Whether it may.</param>
/// <param name="Description">What the model is told about it; null is the tool's own.</param>
public sealed record BuiltInToolSetting(bool IsOn, string? Description = null);
