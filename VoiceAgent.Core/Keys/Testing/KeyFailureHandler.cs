using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// Judges a key that a provider refused on a live call. No credit is believed as it was said: tests of most providers do not see
/// credit. A refusal is tested, because a single model or route may have been refused and not the key.
/// </summary>
internal sealed class KeyFailureHandler(ProviderKeyStore store, KeyTester tester, KeyTrail trail, KeyAlarm alarm)
{
    public async Task HandleAsync(KeyFailure failure, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(failure.Account, failure.Provider, cancellationToken) is not { Document: var key })
        {
            return;
        }

        var actor = failure.Call is { } call ? AuditActor.Of(call) : AuditActor.System;
        await trail.RecordAsync(AuditEvents.KeyRefusedInCall, actor, key, failure.Kind.ToString(), cancellationToken: cancellationToken);
        if (failure.Kind is ProviderErrorKind.QuotaExceeded)
        {
            await MarkAsync(key, KeyStatus.QuotaExceeded, cancellationToken);
            await alarm.StatusChangedAsync(key, KeyStatus.QuotaExceeded, isNews: true, cancellationToken);
            return;
        }

        var result = await tester.TestAsync(key, new KeyTestRequest(KeyTestCause.RefusedInCall, actor), cancellationToken);
        if (result.Verdict is KeyVerdict.Valid or KeyVerdict.CouldNotCheck)
        {
            await MarkAsync(key, KeyStatus.ValidLimited, cancellationToken);
            await alarm.RefusedInCallAsync(key, cancellationToken);
        }
    }

    /// <summary>A key that is already known to be worse stays so.</summary>
    private Task MarkAsync(ProviderKey key, KeyStatus status, CancellationToken cancellationToken) => store.ChangeAsync(
        key,
        current => current.Status is KeyStatus.Untested or KeyStatus.Valid or KeyStatus.ValidLimited ? current with { Status = status } : current,
        cancellationToken);
}
