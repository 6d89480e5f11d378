using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Whether this process takes one more call.</summary>
public sealed class CallAdmission(CallRegistry registry, RingingCalls ringing, IOptions<CallsOptions> options, IHostApplicationLifetime lifetime)
{
    /// <summary>Null when the call may be answered.</summary>
    public CallRefusal? Refusal()
    {
        if (lifetime.ApplicationStopping.IsCancellationRequested)
        {
            return new CallRefusal(CallEndReason.ServerShutdown, "The server was being stopped when the call came in.");
        }

        return registry.Count + ringing.Count >= options.Value.MaxLiveCalls
            ? new CallRefusal(CallEndReason.ServerBusy, "The server had as many calls as it may take. The operator can raise Calls:MaxLiveCalls.")
            : null;
    }
}

/// <summary>Why a call is not answered.</summary>
public sealed record CallRefusal(CallEndReason Reason, string Problem);
