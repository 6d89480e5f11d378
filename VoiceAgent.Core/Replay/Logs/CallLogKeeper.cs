using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>Keeps the logs of calls, if the operator wants them kept.</summary>
public sealed partial class CallLogKeeper(CallLogRepository logs, IOptions<CallLogOptions> options, ILogger<CallLogKeeper> logger)
{
    /// <summary>Whether the events of new calls are kept.</summary>
    public bool IsOn => options.Value.Enabled;

    /// <summary>Makes what gathers the events of a call; null when none are kept.</summary>
    public CallLogRecorder? Begin() => IsOn ? new CallLogRecorder(options.Value.MaxEvents) : null;

    /// <summary>Writes down the events of a call that is over. A log that cannot be written costs the call nothing else.</summary>
    public async Task KeepAsync(CallLogRecorder? recorder, Call call, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(call);
        if (recorder?.Finish(call) is not { } log)
        {
            return;
        }

        try
        {
            await logs.InsertAsync(call.AccountId, log, cancellationToken);
        }
        catch (StorageException failure)
        {
            LogNotKept(call.Id, failure.GetType().Name);
        }
    }

    [LoggerMessage(2110, LogLevel.Warning, "The events of call {CallId} could not be kept ({Failure}); it cannot be replayed")]
    private partial void LogNotKept(CallId callId, string failure);
}
