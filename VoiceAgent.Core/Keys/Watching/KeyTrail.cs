using VoiceAgent.Core.Audit;

namespace VoiceAgent.Core.Keys.Watching;

/// <summary>Writes what happens to keys into the audit trail: marks of the key, never the key.</summary>
internal sealed class KeyTrail(IAuditTrail audit)
{
    public Task RecordAsync(
        string name, AuditActor actor, ProviderKey key, string? result = null, string? detail = null, CancellationToken cancellationToken = default) =>
        audit.RecordAsync(
            new AuditEvent
            {
                Account = key.AccountId,
                Name = name,
                Actor = actor,
                Provider = key.Provider,
                Key = key.Id,
                Generation = key.Generation,
                Fingerprint = key.ShortFingerprint,
                Result = result,
                Detail = detail,
            },
            cancellationToken);
}
