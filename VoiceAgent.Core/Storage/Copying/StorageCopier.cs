namespace VoiceAgent.Core.Storage.Copying;

/// <summary>
/// Copies every collection of this application from one database to another, as it is stored: sealed keys open afterwards as before. What
/// was cut off can be gone on with: documents that are there already are left alone. Nothing in the source changes.
/// </summary>
public sealed class StorageCopier(StorageLocations locations, IEnumerable<RegisteredCollection> registered, TimeProvider time)
{
    private const int BatchSize = 200;

    private readonly List<RegisteredCollection> _registered = [.. registered.OrderBy(collection => collection.Name, StringComparer.Ordinal)];

    /// <summary>
    /// Throws <see cref="StorageCopyException"/> when the target is in use or the source cannot be copied, <see cref="StorageException"/>
    /// when a database fails.
    /// </summary>
    /// <param name="from">A <c>mongodb://</c> address or a path; null for the configured storage.</param>
    /// <param name="to">Likewise.</param>
    /// <param name="resume">Goes on with a target that holds documents already.</param>
    /// <param name="progress">Hears how far the copy is, such as <c>calls: copied 400 of 12000</c>.</param>
    public async Task<StorageCopyResult> CopyAsync(
        string? from, string? to, bool resume, Func<string, Task> progress, CancellationToken cancellationToken)
    {
        await using var source = locations.OpenSource(from);
        var collections = await ListSourceAsync(source, cancellationToken);
        await using var target = locations.OpenTarget(to);
        if (source.Description == target.Description)
        {
            throw new StorageCopyException($"Source and target are the same: {source.Description}.");
        }

        await CheckTargetAsync(target, resume, cancellationToken);

        var written = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (collection, stored) in collections)
        {
            await target.CreateAsync(stored, cancellationToken);
            written[collection.Name] = await CopyAsync(new Leg(source, target, collection, stored.Count), progress, cancellationToken);
        }

        var copied = new List<CopiedCollection>();
        foreach (var (collection, _) in collections)
        {
            await progress($"{collection.Name}: verifying");
            copied.Add(await VerifyAsync(new Leg(source, target, collection, written[collection.Name]), cancellationToken));
        }

        var result = new StorageCopyResult(source.Description, target.Description, copied.All(each => each.Verified), copied);
        if (result.Verified)
        {
            await progress("making indexes");
            await PrepareAsync(to, cancellationToken);
        }

        return result;
    }

    private async Task<List<(RegisteredCollection Collection, ArchivedCollection Stored)>> ListSourceAsync(
        IStorageArchive source, CancellationToken cancellationToken)
    {
        var existing = await source.ListAsync(cancellationToken);
        var unknown = existing.Where(each => each.Count > 0 && _registered.TrueForAll(known => known.Name != each.Name)).Select(each => each.Name).ToList();
        if (unknown.Count > 0)
        {
            throw new StorageCopyException(
                $"{source.Description} has collections that this release does not know: {string.Join(", ", unknown)}. "
                + "Copy with the release that wrote them, so that nothing is left behind.");
        }

        var known = from collection in _registered join stored in existing on collection.Name equals stored.Name select (collection, stored);
        List<(RegisteredCollection Collection, ArchivedCollection Stored)> collections = [.. known];
        if (collections.Find(each => each.Stored.Schema > each.Collection.SchemaVersion).Collection is { } newer)
        {
            throw new StorageCopyException($"The collection {newer.Name} was written by a newer release. Copy with that release.");
        }

        return collections.Exists(each => each.Stored.Count > 0)
            ? collections
            : throw new StorageCopyException($"{source.Description} holds no documents: there is nothing to copy.");
    }

    private static async Task CheckTargetAsync(IStorageArchive target, bool resume, CancellationToken cancellationToken)
    {
        var taken = (await target.ListAsync(cancellationToken)).Where(each => each.Count > 0).Select(each => each.Name).Order(StringComparer.Ordinal).ToList();
        if (taken.Count > 0 && !resume)
        {
            throw new StorageCopyException(
                $"{target.Description} is not empty: it has documents in {string.Join(", ", taken)}. Name an empty database, or, when an earlier "
                + "copy to it was cut off, add --resume.");
        }
    }

    private async Task<long> CopyAsync(Leg leg, Func<string, Task> progress, CancellationToken cancellationToken)
    {
        var (done, written) = (0L, 0L);
        string? last = null;
        while (await leg.Source.ReadAsync(leg.Collection.Name, last, BatchSize, cancellationToken) is { Count: > 0 } batch)
        {
            var now = time.GetUtcNow();
            var lasting = batch.Where(document => !StorageDigest.HasExpired(leg.Collection, document, now)).ToList();
            var missing = await MissingAsync(leg, lasting, cancellationToken);
            if (missing.Count > 0)
            {
                await leg.Target.WriteAsync(leg.Collection, missing, cancellationToken);
            }

            written += missing.Count;
            done += batch.Count;
            last = batch[^1].Id;
            await progress($"{leg.Collection.Name}: copied {done} of {leg.Count}");
        }

        return written;
    }

    /// <summary>Those that the target does not have, or has in an older version.</summary>
    private static async Task<List<ArchivedDocument>> MissingAsync(Leg leg, List<ArchivedDocument> documents, CancellationToken cancellationToken)
    {
        var there = (await leg.Target.FindAsync(leg.Collection.Name, [.. documents.Select(document => document.Id)], cancellationToken))
            .ToDictionary(document => document.Id, StringComparer.Ordinal);
        var missing = new List<ArchivedDocument>();
        foreach (var document in documents)
        {
            if (!there.TryGetValue(document.Id, out var copy))
            {
                missing.Add(document);
            }
            else if (StorageDigest.Of(leg.Collection, copy) != StorageDigest.Of(leg.Collection, document))
            {
                missing.Add(copy.Version < document.Version ? document : throw new StorageCopyException(
                    $"{leg.Target.Description} has been written to since: the document {document.Id} of {leg.Collection.Name} is not the source's. "
                    + "Copy into an empty database."));
            }
        }

        return missing;
    }

    private async Task<CopiedCollection> VerifyAsync(Leg leg, CancellationToken cancellationToken)
    {
        var horizon = time.GetUtcNow();
        var (count, hash) = await DigestAsync(leg.Source, leg.Collection, horizon, cancellationToken);
        var copied = await DigestAsync(leg.Target, leg.Collection, horizon, cancellationToken);
        return new CopiedCollection(leg.Collection.Name, count, leg.Count, hash, copied == (count, hash));
    }

    private static async Task<(long Count, string Hash)> DigestAsync(
        IStorageArchive archive, RegisteredCollection collection, DateTimeOffset horizon, CancellationToken cancellationToken)
    {
        using var digest = new StorageDigest(collection, horizon);
        string? last = null;
        while (await archive.ReadAsync(collection.Name, last, BatchSize, cancellationToken) is { Count: > 0 } batch)
        {
            foreach (var document in batch)
            {
                digest.Add(document);
            }

            last = batch[^1].Id;
        }

        return (digest.Count, digest.Finish());
    }

    private async Task PrepareAsync(string? to, CancellationToken cancellationToken)
    {
        var store = locations.OpenStore(to);
        try
        {
            foreach (var collection in _registered)
            {
                await collection.PrepareAsync(store, cancellationToken);
            }
        }
        finally
        {
            (store as IDisposable)?.Dispose();
        }
    }

    private sealed record Leg(IStorageArchive Source, IStorageArchive Target, RegisteredCollection Collection, long Count);
}
