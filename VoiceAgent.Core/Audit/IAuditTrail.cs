using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Audit;

/// <summary>
/// The audit trail: what happened to each account's keys and access, and to the vault, in one hash chain per account and one for the
/// vault. Entries are only ever added.
/// </summary>
public interface IAuditTrail
{
    /// <summary>
    /// Adds to the chain of the event's account. Safe with any number of writers, in this process and others. Never on the audio path: it
    /// writes to storage.
    /// </summary>
    Task<AuditEntry> RecordAsync(AuditEvent what, CancellationToken cancellationToken);

    /// <summary>The account's entries, newest first; the vault's for null.</summary>
    /// <param name="before">Only entries with a smaller sequence; null for the newest.</param>
    /// <param name="take">At most this many.</param>
    Task<IReadOnlyList<AuditEntry>> ListAsync(AccountId? account, long? before, int take, CancellationToken cancellationToken);

    /// <summary>Recomputes the whole chain of the account; the vault's for null.</summary>
    Task<AuditVerification> VerifyAsync(AccountId? account, CancellationToken cancellationToken);
}

/// <summary>Whether a chain is whole.</summary>
/// <param name="Entries">How many entries were found good, from the first one on.</param>
/// <param name="BrokenAt">Sequence of the first entry that is missing or was changed; null when the chain is whole.</param>
public sealed record AuditVerification(long Entries, long? BrokenAt)
{
    public bool IsIntact => BrokenAt is null;
}
