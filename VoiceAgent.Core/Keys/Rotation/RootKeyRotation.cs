using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Roots;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>
/// The steps of a rotation that an operator takes: staged, active, retiring, retired. Each is one write of one document, may be repeated,
/// and is refused with a <see cref="VaultRotationException"/> while it could cost a server or a document its key.
/// </summary>
public sealed class RootKeyRotation
{
    private readonly VaultOpener _opener;
    private readonly VaultNodes _nodes;
    private readonly IDocuments<RootKeyRecord> _records;
    private readonly IReadOnlyList<ISealedCollection> _collections;
    private readonly IAuditTrail _audit;
    private readonly TimeProvider _time;

    internal RootKeyRotation(
        VaultOpener opener,
        VaultNodes nodes,
        IDocuments<RootKeyRecord> records,
        IEnumerable<ISealedCollection> collections,
        IAuditTrail audit,
        TimeProvider time)
    {
        _opener = opener;
        _nodes = nodes;
        _records = records;
        _collections = [.. collections];
        _audit = audit;
        _time = time;
    }

    /// <summary>Makes a key of this server's key file known to all, so that they can be asked whether they have it.</summary>
    /// <param name="rootKeyId">Null: the only key of the file that is not known yet.</param>
    public async Task<RootKeyRecord> StageAsync(string? rootKeyId, CancellationToken cancellationToken)
    {
        await _opener.RefreshAsync(VaultPurpose.Look, cancellationToken);
        var known = await _opener.QueryAsync(cancellationToken);
        var key = ChooseLoaded(rootKeyId, known);
        if (known.FirstOrDefault(record => record.RootKeyId == key.Id) is { } record)
        {
            return record.State is RootKeyState.Staged
                ? record
                : throw new VaultRotationException($"The root key {key.Id} is {Describe(record.State)} already. Make a new one with vault keygen.");
        }

        var staged = new RootKeyRecord { RootKeyId = key.Id, CheckValue = key.CheckValue, State = RootKeyState.Staged, CreatedAt = _time.GetUtcNow() };
        try
        {
            await _records.InsertAsync(staged, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            throw new VaultRotationException($"The root key {key.Id} was staged from another place at the same time. Look with vault status.");
        }

        await RecordAsync(AuditEvents.VaultKeyStaged, key.Id, cancellationToken);
        return staged;
    }

    /// <summary>
    /// Makes a staged key the one that seals. Refused, with the names of the stragglers, until every live server has loaded that very key.
    /// </summary>
    /// <param name="rootKeyId">Null: the only staged key.</param>
    public async Task<RootKeyRecord> ActivateAsync(string? rootKeyId, CancellationToken cancellationToken)
    {
        await _opener.RefreshAsync(VaultPurpose.Look, cancellationToken);
        var known = await _opener.QueryAsync(cancellationToken);
        var record = Choose(rootKeyId, known, RootKeyState.Staged, "staged", "Stage one with vault stage.");
        if (record.State is RootKeyState.Active && RootKeyRecord.ActiveOf(known) == record)
        {
            await RetireOthersAsync(record, known, cancellationToken);
            return record;
        }

        if (record.State is RootKeyState.Retired)
        {
            throw new VaultRotationException($"The root key {record.RootKeyId} is retired. Make a new one with vault keygen.");
        }

        await EnsureLoadedEverywhereAsync(record, cancellationToken);
        var last = RootKeyRecord.ActiveOf(known)?.ActivatedAt;
        var now = _time.GetUtcNow();
        var at = last >= now ? last.Value.AddMilliseconds(1) : now;
        var activated = await _records.UpdateAsync(
            record.RootKeyId, current => current with { State = RootKeyState.Active, ActivatedAt = at, RetiringAt = null }, cancellationToken);
        await RetireOthersAsync(record, known, cancellationToken);
        await RecordAsync(AuditEvents.VaultKeyActivated, record.RootKeyId, cancellationToken);
        return activated ?? throw new VaultRotationException($"The root key {record.RootKeyId} was removed meanwhile.");
    }

    /// <summary>Ends the life of a retiring key. Refused while anything is sealed by it or a live server still seals with it.</summary>
    /// <param name="rootKeyId">Null: the only retiring key.</param>
    public async Task<RootKeyRecord> RetireAsync(string? rootKeyId, CancellationToken cancellationToken)
    {
        var known = await _opener.QueryAsync(cancellationToken);
        var record = Choose(rootKeyId, known, RootKeyState.Retiring, "retiring", "A key becomes that when another one is activated.");
        if (record.State is RootKeyState.Retired)
        {
            return record;
        }

        if (record.State is not RootKeyState.Retiring)
        {
            throw new VaultRotationException($"The root key {record.RootKeyId} is {Describe(record.State)}; only a retiring key can be retired.");
        }

        var behind = (await _nodes.ListAsync(cancellationToken)).Where(node => node.SealsWith == record.RootKeyId).Select(node => node.Id).ToArray();
        if (behind.Length > 0)
        {
            throw new VaultRotationException(
                $"Not retired: still sealing with the root key {record.RootKeyId}: {string.Join(", ", behind)}. They follow within seconds; try again.");
        }

        await EnsureNothingSealedAsync(record.RootKeyId, "Not retired", cancellationToken);
        var now = _time.GetUtcNow();
        var retired = await _records.UpdateAsync(
            record.RootKeyId, current => current with { State = RootKeyState.Retired, RetiredAt = now }, cancellationToken);
        try
        {
            await EnsureNothingSealedAsync(record.RootKeyId, "Not retired: something was written meanwhile", cancellationToken);
        }
        catch (VaultRotationException)
        {
            await _records.UpdateAsync(record.RootKeyId, _ => record, cancellationToken);
            throw;
        }

        await RecordAsync(AuditEvents.VaultKeyRetired, record.RootKeyId, cancellationToken);
        return retired ?? record;
    }

    private static string Describe(RootKeyState state) => state.ToString().ToLowerInvariant();

    private static RootKeyRecord Choose(string? id, IReadOnlyList<RootKeyRecord> known, RootKeyState state, string which, string otherwise)
    {
        if (id is not null)
        {
            return known.FirstOrDefault(record => record.RootKeyId == id)
                ?? throw new VaultRotationException($"There is no {which} root key {id}. {otherwise}");
        }

        var candidates = known.Where(record => record.State == state).ToArray();
        return candidates switch
        {
            [var only] => only,
            [] => throw new VaultRotationException($"No root key is {which}. {otherwise}"),
            _ => throw new VaultRotationException(
                $"Several root keys are {which}: {string.Join(", ", candidates.Select(record => record.RootKeyId))}. Say which with --kid."),
        };
    }

    private RootKey ChooseLoaded(string? id, IReadOnlyList<RootKeyRecord> known)
    {
        var description = _opener.Source.Description;
        if (id is not null)
        {
            return _opener.Loaded.FirstOrDefault(key => key.Id == id)
                ?? throw new VaultRotationException($"{description} has no usable root key {id}. Make it with vault keygen --kid {id}, or bring the file that has it here.");
        }

        var candidates = _opener.Loaded.Where(key => known.All(record => record.RootKeyId != key.Id)).ToArray();
        return candidates switch
        {
            [var only] => only,
            [] => throw new VaultRotationException($"{description} has no root key that is not known already. Make one with vault keygen."),
            _ => throw new VaultRotationException(
                $"{description} has several new root keys: {string.Join(", ", candidates.Select(key => key.Id))}. Say which with --kid."),
        };
    }

    private async Task EnsureLoadedEverywhereAsync(RootKeyRecord record, CancellationToken cancellationToken)
    {
        if (!_opener.Loaded.Any(key => key.Id == record.RootKeyId && key.CheckValue.AsSpan().SequenceEqual(record.CheckValue)))
        {
            throw new VaultRotationException($"Not activated: {_opener.Source.Description} here has no root key {record.RootKeyId}, or another one of that name.");
        }

        var nodes = await _nodes.ListAsync(cancellationToken);
        var stragglers = nodes.Where(node => !node.HasLoaded(record.RootKeyId, record.CheckValue)).Select(node => node.Id).ToArray();
        if (stragglers.Length > 0)
        {
            throw new VaultRotationException(
                $"Not activated: {stragglers.Length} of {nodes.Count} running servers have not loaded the root key {record.RootKeyId}: "
                + $"{string.Join(", ", stragglers)}. Bring the key file there; a running server picks it up by itself. A server that is gone is forgotten after a minute.");
        }
    }

    private async Task RetireOthersAsync(RootKeyRecord active, IReadOnlyList<RootKeyRecord> known, CancellationToken cancellationToken)
    {
        var now = _time.GetUtcNow();
        foreach (var other in known.Where(record => record.State is RootKeyState.Active && record.RootKeyId != active.RootKeyId))
        {
            await _records.UpdateAsync(
                other.RootKeyId,
                current => current.State is RootKeyState.Active ? current with { State = RootKeyState.Retiring, RetiringAt = now } : current,
                cancellationToken);
        }
    }

    private async Task EnsureNothingSealedAsync(string rootKeyId, string refusal, CancellationToken cancellationToken)
    {
        var left = new List<string>();
        foreach (var collection in _collections)
        {
            if (await collection.CountAsync(rootKeyId, cancellationToken) is > 0 and var count)
            {
                left.Add($"{count} in {collection.Name}");
            }
        }

        if (left.Count > 0)
        {
            throw new VaultRotationException(
                $"{refusal}: the root key {rootKeyId} still seals {string.Join(", ", left)}. Run vault rewrap; what cannot be opened has to be entered again or deleted first.");
        }
    }

    private Task RecordAsync(string name, string rootKeyId, CancellationToken cancellationToken) => _audit.RecordAsync(
        new AuditEvent { Account = null, Name = name, Actor = AuditActor.Operator, Detail = $"root key {rootKeyId}" }, cancellationToken);
}
