using VoiceAgent.Core.Common;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.Running;

namespace VoiceAgent.Core.Calls;

/// <content>The tools of a turn.</content>
public sealed partial class CallSession
{
    private IReadOnlyList<ToolTrace> _shownTools = [];

    private Func<Func<CancellationToken, Task>, ToolTurn> ToolsOf(int turnId, TaskScope scope) => wordsHeard => new ToolTurn(_setup.Tools, new ToolTurnSetup
    {
        Context = new ToolContext { Call = _setup.Call, TurnId = turnId, Time = _time, CallEnded = scope.CancellationToken, WordsHeardAsync = wordsHeard },
        Post = Post,
        Keep = run => scope.Start("tool", run),
        Faulted = exception => CallSessionLog.ToolFaulted(_logger, _setup.Call.Id, exception.GetType().Name),
    });

    // A call that is over has nothing running any more.
    private IReadOnlyList<ToolTrace> ToolTraces(bool hasEnded) => !hasEnded ? _conversation.History.Tools :
    [
        .. _conversation.History.Tools.Select(trace => trace.Outcome is ToolOutcome.Running
            ? trace with { Outcome = ToolOutcome.Cancelled, Result = "The call ended before there was a result." }
            : trace),
    ];
}
