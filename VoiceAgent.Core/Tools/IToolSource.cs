using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Core.Tools;

/// <summary>Gives the tools of one kind for a call.</summary>
public interface IToolSource
{
    /// <summary>
    /// The tools that the agent may use in the call. Opens no connection: a tool does that when it is first run. Whoever asked disposes
    /// each tool that is <see cref="IAsyncDisposable"/> when the call has ended.
    /// </summary>
    ValueTask<IReadOnlyList<ITool>> OpenAsync(ToolScope scope, CancellationToken cancellationToken);
}

/// <summary>The call that tools are opened for.</summary>
public sealed record ToolScope
{
    public required AccountId Account { get; init; }

    public required Agent Agent { get; init; }

    /// <summary>What the agent may use.</summary>
    public required AgentToolset Toolset { get; init; }

    public required Call Call { get; init; }

    /// <summary>Commands to the carrier on the account's key.</summary>
    public required ICallControl Control { get; init; }
}
