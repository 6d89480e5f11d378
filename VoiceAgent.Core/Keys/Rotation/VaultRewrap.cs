using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>
/// Seals everything anew by the active root key, collection by collection, in batches. It may be killed at any moment and run again, beside
/// running servers and beside itself: what is done is done, what is not is found again.
/// </summary>
public sealed class VaultRewrap
{
    public const int DefaultBatchSize = 500;

    private readonly VaultAccess _access;
    private readonly VaultOpener _opener;
    private readonly KeyVault _vault;
    private readonly IReadOnlyList<ISealedCollection> _collections;
    private readonly IAuditTrail _audit;

    internal VaultRewrap(VaultAccess access, VaultOpener opener, KeyVault vault, IEnumerable<ISealedCollection> collections, IAuditTrail audit)
    {
        _access = access;
        _opener = opener;
        _vault = vault;
        _collections = [.. collections];
        _audit = audit;
    }

    /// <summary>Throws <see cref="VaultLockedException"/> when the vault cannot be opened here.</summary>
    /// <param name="progress">Called after each batch with how many documents are done and how many there were.</param>
    public async Task<RewrapReport> RunAsync(int batchSize, Func<long, long, Task> progress, CancellationToken cancellationToken)
    {
        await _access.OpenForSealingAsync(cancellationToken);
        var active = _vault.ActiveRootKeyId!;
        string[] others = [.. (await _opener.QueryAsync(cancellationToken)).Select(record => record.RootKeyId).Where(_vault.IsOutgoing)];
        var total = 0L;
        foreach (var collection in _collections)
        {
            total += await CountAsync(collection, others, cancellationToken);
        }

        var done = 0L;
        var reports = new List<RewrappedCollection>();
        foreach (var collection in _collections)
        {
            var counts = default(RewrapCounts);
            foreach (var id in others.Where(_vault.Has))
            {
                counts += await RewrapAsync(collection, id, batchSize, batch => progress(done += batch.Rewrapped, total), cancellationToken);
            }

            reports.Add(new RewrappedCollection(collection.Name, counts.Rewrapped, await CountAsync(collection, others, cancellationToken)));
        }

        var report = new RewrapReport(active, reports);
        if (report.Rewrapped > 0)
        {
            await _audit.RecordAsync(
                new AuditEvent
                {
                    Account = null,
                    Name = AuditEvents.KeyRewrapped,
                    Actor = AuditActor.Operator,
                    Detail = $"{report.Rewrapped} documents by root key {active}, {report.Remaining} left",
                },
                cancellationToken);
        }

        return report;
    }

    private static async Task<long> CountAsync(ISealedCollection collection, string[] rootKeyIds, CancellationToken cancellationToken)
    {
        var count = 0L;
        foreach (var id in rootKeyIds)
        {
            count += await collection.CountAsync(id, cancellationToken);
        }

        return count;
    }

    /// <summary>
    /// Passes over the collection until one of them changes nothing: documents that do not open stay in the query and are passed over by
    /// their number, which another writer may shift.
    /// </summary>
    private static async Task<RewrapCounts> RewrapAsync(
        ISealedCollection collection, string rootKeyId, int batchSize, Func<RewrapCounts, Task> progress, CancellationToken cancellationToken)
    {
        var sum = default(RewrapCounts);
        RewrapCounts pass;
        do
        {
            pass = default;
            RewrapCounts batch;
            do
            {
                batch = await collection.RewrapAsync(rootKeyId, (int)pass.Unreadable, batchSize, cancellationToken);
                pass += batch;
                await progress(batch);
            }
            while (batch.Total > 0);

            sum += pass;
        }
        while (pass is { Unreadable: > 0, Rewrapped: > 0 });

        return sum;
    }
}

/// <summary>What a rewrap did.</summary>
/// <param name="ActiveRootKeyId">The key that seals now.</param>
/// <param name="Collections">By collection.</param>
public sealed record RewrapReport(string ActiveRootKeyId, IReadOnlyList<RewrappedCollection> Collections)
{
    public long Rewrapped => Collections.Sum(collection => collection.Rewrapped);

    /// <summary>Documents that other root keys still seal: they could not be opened.</summary>
    public long Remaining => Collections.Sum(collection => collection.Remaining);
}

/// <summary>What a rewrap did in one collection.</summary>
public sealed record RewrappedCollection(string Name, long Rewrapped, long Remaining);
