using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys.Fernet;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Takes over the keys of the earlier system.</summary>
public interface ILegacyImport
{
    /// <summary>
    /// Tries every derivation on the first tokens. Writes nothing and needs neither vault nor owner. Throws
    /// <see cref="LegacyImportException"/> or <see cref="FernetKeyException"/> with what the operator can put right.
    /// </summary>
    Task<LegacyProbe> ProbeAsync(LegacyImportPlan plan, CancellationToken cancellationToken);

    /// <summary>
    /// Imports, or tells what it would do. One bad field stops nothing; it may be run again at any time. Throws as the probe does, and
    /// <see cref="VaultLockedException"/> when keys are to be written and the vault is locked.
    /// </summary>
    Task<LegacyReport> RunAsync(LegacyImportPlan plan, CancellationToken cancellationToken);
}

/// <summary>What is imported from where, how it is opened, and who gets it.</summary>
public sealed class LegacyImportPlan
{
    /// <summary>A file that mongoexport wrote, or an address that starts with <c>mongodb://</c> or <c>mongodb+srv://</c>.</summary>
    public required string Source { get; init; }

    /// <summary>Collections of the source; none: the usual ones that exist.</summary>
    public IReadOnlyList<string> Collections { get; init; } = [];

    /// <summary>The secrets of the earlier system, the current one first. Whoever made the plan zeroes them.</summary>
    public required IReadOnlyList<byte[]> Secrets { get; init; }

    public FernetKeyOptions Derivation { get; init; } = new();

    public LegacyFieldMap Fields { get; init; } = new();

    /// <summary>Address of the user here whose account gets every key; null to go by the address of each key's user.</summary>
    public string? OwnerEmail { get; init; }

    /// <summary>Where the addresses of the earlier system's users are, when the documents with the keys do not hold them.</summary>
    public string? UsersSource { get; init; }

    public IReadOnlyList<string> UsersCollections { get; init; } = [];

    /// <summary>Only keys of this user of the earlier system; null for all.</summary>
    public string? OnlyUser { get; init; }

    /// <summary>Keys that are marked inactive too.</summary>
    public bool IncludesInactive { get; init; }

    /// <summary>Nothing is written.</summary>
    public bool IsDryRun { get; init; }

    public override string ToString() => "import plan (hidden)";
}

/// <summary>A user here and the account the keys go to.</summary>
internal sealed record LegacyOwner(UserId User, AccountId Account);
