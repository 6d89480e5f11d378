using Microsoft.Extensions.Logging;

namespace VoiceAgent.Core.Calls;

public sealed class CallSession(CallSessionSetup setup, TimeProvider time, ILogger<CallSession> logger)
{
    public LiveCall Current => new() { Call = setup.Call, Phase = Conversations.ConversationPhase.Listening };

    public void End(CallEndReason reason) => _ = reason;

    public Task<Call> RunAsync(CancellationToken cancellationToken)
    {
        _ = (time, logger, cancellationToken);
        return Task.FromResult(setup.Call);
    }
}
