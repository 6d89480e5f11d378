using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>Makes calls on an account's own keys.</summary>
public interface IOutgoingCalls
{
    /// <summary>
    /// Starts a call, or says why it is not made. Returns once the carrier is dialling; what becomes of the call is seen in
    /// <see cref="CallRegistry"/> and <see cref="CallRepository"/>. Not cancelled half-way.
    /// </summary>
    /// <param name="account">Whose call it is.</param>
    /// <param name="by">Who asks for it, for the audit trail.</param>
    /// <param name="id">The new call's id.</param>
    /// <param name="request">What is asked for.</param>
    Task<OutgoingCallResult> StartAsync(AccountId account, AuditActor by, CallId id, OutgoingCallRequest request);
}
