using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// Opens the vault and keeps it up to date: loads the root keys, compares them with what storage knows of the keys that sealed its
/// documents, and seals with the one that storage calls active. Any doubt leaves the vault locked with a reason. Keys once loaded stay
/// loaded while storage needs them, so a file that is damaged under a running server is a warning. One caller at a time.
/// </summary>
internal sealed class VaultOpener(
    KeyVault vault,
    RootKeyFile file,
    RootKeyVariable variable,
    IDocuments<RootKeyRecord> records,
    IAuditTrail audit,
    TimeProvider time,
    ILogger<VaultOpener> logger) : IDisposable
{
    private readonly LoadedRootKeys _loaded = new();
    private RootKeyRing? _ring;
    private string? _firstActive;
    private string? _sourceProblem;

    /// <summary>What this process has loaded, whether or not the vault is open.</summary>
    public IReadOnlyCollection<RootKey> Loaded => _loaded.All;

    /// <summary>Where the root keys come from.</summary>
    public IRootKeyProvider Source => file.IsPresent || !variable.IsPresent ? file : variable;

    /// <summary>Reads what has changed since the last time and opens or locks the vault accordingly.</summary>
    /// <param name="purpose">A command that only looks makes neither a key file nor a record.</param>
    public async Task RefreshAsync(VaultPurpose purpose, CancellationToken cancellationToken)
    {
        var known = await QueryAsync(cancellationToken);
        _loaded.FreeDiscarded();
        _sourceProblem = await ReadSourceAsync(purpose, known, cancellationToken);
        var problem = Compare(known);
        if (problem is null && RootKeyRecord.ActiveOf(known) is null && purpose is not VaultPurpose.Look)
        {
            known = await RecordFirstAsync(known, cancellationToken);
            problem = Compare(known);
        }

        if (problem is not null)
        {
            await LockAsync(problem, purpose, cancellationToken);
            return;
        }

        Open(known);
    }

    public void Dispose() => _loaded.Dispose();

    public async Task<IReadOnlyList<RootKeyRecord>> QueryAsync(CancellationToken cancellationToken)
    {
        var all = new DocumentQuery<RootKeyRecord> { Where = record => record.RootKeyId != string.Empty };
        return [.. (await records.QueryAsync(all, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>What is wrong with where the keys come from, as a sentence, or null.</summary>
    private async Task<string?> ReadSourceAsync(VaultPurpose purpose, IReadOnlyList<RootKeyRecord> known, CancellationToken cancellationToken)
    {
        if (!Source.IsPresent && await CreateAsync(purpose, known, cancellationToken) is { } missing)
        {
            return missing;
        }

        var source = Source;
        var reading = await source.ReadAsync(onlyWhenChanged: _loaded.All.Count > 0 && _sourceProblem is null, cancellationToken);
        if (reading is null)
        {
            return source == file ? null : _sourceProblem;
        }

        if (reading.Ring is null)
        {
            return $"{source.Description} is not usable: {reading.Problem}. Put it back from its backup.";
        }

        _firstActive = reading.Ring.Active.Id;
        return _loaded.Merge(reading.Ring, known) is { } problem ? $"{source.Description} {problem}. Put the right one back from its backup." : null;
    }

    /// <summary>Makes the key file of a new installation. Returns why there is none, or null.</summary>
    private async Task<string?> CreateAsync(VaultPurpose purpose, IReadOnlyList<RootKeyRecord> known, CancellationToken cancellationToken)
    {
        var sealing = known.Where(record => record.State is RootKeyState.Active or RootKeyState.Retiring).Select(record => record.RootKeyId).ToArray();
        if (sealing.Length > 0)
        {
            return $"{file.Description} does not exist, but stored keys were sealed with it (root key {string.Join(", ", sealing)}). "
                + "Put the file back from its backup; a new file could not open them.";
        }

        if (purpose is not VaultPurpose.Serve || !file.MayCreate)
        {
            return $"{file.Description} does not exist. Make one with: vault keygen. Or set Vault:KeyFile to where it is. "
                + "A new installation may also start once with --Vault:CreateKeyFile=true. Keep a backup of the file.";
        }

        if (await file.CreateAsync(cancellationToken) is { } problem)
        {
            return $"{file.Description} does not exist, and {problem}.";
        }

        Log.KeyFileCreated(logger, file.Path);
        return null;
    }

    /// <summary>Why the loaded keys do not do, or null.</summary>
    private string? Compare(IReadOnlyList<RootKeyRecord> known)
    {
        var missing = known.FirstOrDefault(record => record.State is RootKeyState.Active or RootKeyState.Retiring && _loaded.Find(record.RootKeyId) is null);
        if (missing is not null)
        {
            return _sourceProblem
                ?? $"{Source.Description} has no root key {missing.RootKeyId}, which sealed stored keys. Put the file that holds it back from its backup.";
        }

        return _loaded.All.Count == 0 ? _sourceProblem ?? $"{Source.Description} holds no usable root key." : null;
    }

    /// <summary>Remembers the first active key before it seals anything.</summary>
    private async Task<IReadOnlyList<RootKeyRecord>> RecordFirstAsync(IReadOnlyList<RootKeyRecord> known, CancellationToken cancellationToken)
    {
        var first = _loaded.Find(_firstActive ?? string.Empty) ?? _loaded.All.First();
        var now = time.GetUtcNow();
        var created = new RootKeyRecord
        {
            RootKeyId = first.Id,
            CheckValue = first.CheckValue,
            State = RootKeyState.Active,
            CreatedAt = now,
            ActivatedAt = now,
        };
        if (known.FirstOrDefault(record => record.RootKeyId == first.Id) is { State: RootKeyState.Staged })
        {
            await records.UpdateAsync(first.Id, record => record with { State = RootKeyState.Active, ActivatedAt = now }, cancellationToken);
            return await QueryAsync(cancellationToken);
        }

        try
        {
            await records.InsertAsync(created, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            // Another server was faster; its record decides.
        }

        return await QueryAsync(cancellationToken);
    }

    private void Open(IReadOnlyList<RootKeyRecord> known)
    {
        var active = RootKeyRecord.ActiveOf(known)?.RootKeyId ?? _loaded.Find(_firstActive ?? string.Empty)?.Id ?? _loaded.All.First().Id;
        var ring = new RootKeyRing(_loaded.All, active)
        {
            Awaited = Ids(known.Where(record => record.State is not RootKeyState.Retired && _loaded.Find(record.RootKeyId) is null)),
            Outgoing = Ids(known.Where(record => record.RootKeyId != active && record.State is not RootKeyState.Staged)),
        };
        var before = vault.State;
        if (before.IsLocked || !ring.IsSameAs(_ring))
        {
            _ring = ring;
            Log.VaultOpened(logger, active, string.Join(", ", ring.Keys.Select(key => key.Id)));
            if (Source is { IsPresent: true, Warning: { } advice })
            {
                Log.VaultWarning(logger, advice);
            }
        }

        var warning = _sourceProblem is null ? null : $"{_sourceProblem} Until the next start the keys loaded before are used.";
        if (warning is not null && warning != before.Warning)
        {
            Log.VaultWarning(logger, warning);
        }

        vault.Open(_ring!, warning);
    }

    private static HashSet<string> Ids(IEnumerable<RootKeyRecord> records) =>
        records.Select(record => record.RootKeyId).ToHashSet(StringComparer.Ordinal);

    private async Task LockAsync(string reason, VaultPurpose purpose, CancellationToken cancellationToken)
    {
        if (vault.State.LockedBecause == reason)
        {
            return;
        }

        vault.Lock(reason);
        if (purpose is VaultPurpose.Serve)
        {
            Log.VaultLocked(logger, reason);
            await audit.RecordAsync(
                new AuditEvent { Account = null, Name = AuditEvents.VaultLocked, Actor = AuditActor.System, Detail = reason }, cancellationToken);
        }
    }
}

/// <summary>What the vault is opened for.</summary>
internal enum VaultPurpose
{
    /// <summary>A server: makes the key file of a new installation where that is allowed.</summary>
    Serve,

    /// <summary>A command that seals.</summary>
    Seal,

    /// <summary>A command that changes nothing.</summary>
    Look,
}
