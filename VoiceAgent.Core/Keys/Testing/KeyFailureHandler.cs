using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// Judges a key that a provider refused on a live call. No credit is believed as it was said: tests of most providers do not see
/// credit. A refusal is tested, because a single model or route may have been refused and not the key.
/// </summary>
internal sealed class KeyFailureHandler(ProviderKeyStore store, KeyTester tester, IAuditTrail audit)
{
    public async Task HandleAsync(KeyFailure failure, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(failure.Account, failure.Provider, cancellationToken) is not { Document: var key })
        {
            return;
        }

        await RecordAsync(key, failure, cancellationToken);
        if (failure.Kind is ProviderErrorKind.QuotaExceeded)
        {
            await store.ChangeAsync(key, static current => current with { Status = KeyStatus.QuotaExceeded }, cancellationToken);
            return;
        }

        var result = await tester.TestAsync(key, cancellationToken);
        if (result.Verdict is KeyVerdict.Valid or KeyVerdict.CouldNotCheck)
        {
            await store.ChangeAsync(
                key, static current => current with { Status = current.Status is KeyStatus.Invalid ? current.Status : KeyStatus.ValidLimited }, cancellationToken);
        }
    }

    private Task RecordAsync(ProviderKey key, KeyFailure failure, CancellationToken cancellationToken) => audit.RecordAsync(
        new AuditEvent
        {
            Account = key.AccountId,
            Name = AuditEvents.KeyRefusedInCall,
            Actor = failure.Call is { } call ? AuditActor.Of(call) : AuditActor.System,
            Provider = key.Provider,
            Key = key.Id,
            Generation = key.Generation,
            Result = failure.Kind.ToString(),
        },
        cancellationToken);
}
