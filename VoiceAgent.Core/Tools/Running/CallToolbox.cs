using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>Gives each call the tools of its agent. Thread-safe.</summary>
public sealed partial class CallToolbox(
    IEnumerable<IToolSource> sources,
    AgentToolsets toolsets,
    IOptions<ToolOptions> options,
    ILogger<CallToolbox> logger)
{
    /// <summary>The caller disposes them when the call has ended. A kind of tools that cannot be opened is left out: the call goes on without.</summary>
    public async Task<CallTools> OpenAsync(Call call, Agent agent, ICallControl control, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        ArgumentNullException.ThrowIfNull(agent);
        var tools = new List<ITool>();
        AgentToolset? toolset = null;
        try
        {
            toolset = await toolsets.FindAsync(agent.AccountId, agent.Id, cancellationToken);
            var scope = new ToolScope { Account = agent.AccountId, Agent = agent, Toolset = toolset, Call = call, Control = control };
            foreach (var source in sources)
            {
                tools.AddRange(await source.OpenAsync(scope, cancellationToken));
            }
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            LogNotOpened(call.Id, exception.GetType().Name);
        }

        return new CallTools(tools, options.Value, toolset);
    }

    [LoggerMessage(3101, LogLevel.Error, "Call {CallId} goes on without all of its tools ({ErrorType})")]
    private partial void LogNotOpened(CallId callId, string errorType);
}
