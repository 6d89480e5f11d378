using Microsoft.Extensions.Options;
using VoiceAgent.Core.Calls.Speaking;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls;

/// <summary>What every call of the process uses and none owns.</summary>
public sealed class CallKit(PreparedLines preparedLines, IOptions<LivenessOptions> liveness, CallToolbox toolbox, CallLogKeeper logs, CallMetrics metrics)
{
    public PreparedLines PreparedLines => preparedLines;

    public CallToolbox Toolbox => toolbox;

    public LivenessOptions Liveness => liveness.Value;

    public CallLogKeeper Logs => logs;

    public CallMetrics Metrics => metrics;
}
