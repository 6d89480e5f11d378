using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Audit;

/// <summary>
/// One link of an audit chain. <see cref="Hash"/> covers everything else in the entry and <see cref="Previous"/>, the hash of the entry
/// before, so that a changed, inserted or removed entry shows (see <see cref="IAuditTrail.VerifyAsync"/>).
/// </summary>
public sealed record AuditEntry
{
    /// <summary>Size of <see cref="Previous"/> and <see cref="Hash"/>: BLAKE2b-256.</summary>
    public const int HashSize = 32;

    /// <summary>The chain of what concerns the whole vault.</summary>
    public const string VaultChain = "vault";

    /// <summary>The account's id, or <see cref="VaultChain"/>.</summary>
    public required string Chain { get; init; }

    /// <summary>1, 2, 3 … without a gap.</summary>
    public required long Sequence { get; init; }

    public required DateTimeOffset At { get; init; }

    public required AuditEvent Event { get; init; }

    /// <summary>Hash of the entry before; zeroes in the first one.</summary>
    public required byte[] Previous { get; init; }

    public required byte[] Hash { get; init; }

    public static DocumentCollection<AuditEntry> Collection { get; } = new()
    {
        Name = "audit_entries",
        Id = entry => $"{entry.Chain}-{entry.Sequence:D12}",
        Indexes = [DocumentIndex<AuditEntry>.Unique("chain_sequence", entry => entry.Chain, entry => entry.Sequence)],
    };

    public static string ChainOf(AccountId? account) => account?.ToString() ?? VaultChain;
}
