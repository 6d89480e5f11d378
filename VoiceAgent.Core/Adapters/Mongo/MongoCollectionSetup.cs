using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// Brings the stored collection to what the code declares: document schema and indexes. The collection <c>_collections</c> remembers two
/// numbers per collection: <c>schema</c>, the newest that any document may have, which is raised before the first document is touched and
/// by which older code knows to keep off; and <c>upgraded</c>, the schema that all documents have reached. Several processes may do this at
/// once and each may be cut off anywhere: every step is one that another has done already, or does again to no effect.
/// </summary>
internal sealed class MongoCollectionSetup<T>(
    MongoDocumentStore store,
    DocumentCollection<T> collection,
    MongoIndexes indexes,
    StoredDocumentReader<T> reader)
    where T : class
{
    private const int BatchSize = 200;
    private const int MostAttempts = 5;
    private readonly DocumentPath? _expiry = collection.Expiry is null ? null : DocumentPath.Read(collection.Expiry);
    private readonly IMongoCollection<BsonDocument> _documents = store.Database.GetCollection<BsonDocument>(collection.Name);

    /// <summary>Throws <see cref="StorageException"/> when a newer release has written to the collection.</summary>
    public async Task RegisterAsync(CancellationToken cancellationToken)
    {
        var versions = store.Database.GetCollection<BsonDocument>(MongoFields.Collections);
        var raise = new BsonDocument
        {
            { "$max", new BsonDocument("schema", collection.SchemaVersion) },
            { "$setOnInsert", new BsonDocument("upgraded", collection.SchemaVersion) },
        };
        var options = new FindOneAndUpdateOptions<BsonDocument> { IsUpsert = true, ReturnDocument = ReturnDocument.After };
        var registered = await RepeatAsync(
            MongoFailure.IsDuplicate,
            () => store.RunAsync(token => versions.FindOneAndUpdateAsync(ById(collection.Name), raise, options, token), cancellationToken));
        reader.ThrowIfNewer(registered["schema"].ToInt32());
    }

    /// <summary>
    /// Rewrites the documents of an older schema. Their versions stay: the document is the same one, in another shape, and whoever has
    /// read it may still replace it. It looks for them at every start, because another process may still run the release before.
    /// </summary>
    public async Task UpgradeAsync(CancellationToken cancellationToken)
    {
        if (collection.SchemaVersion == 1)
        {
            return;
        }

        var last = string.Empty;
        while (await UpgradeBatchAsync(last, cancellationToken) is { } done)
        {
            last = done;
        }

        var versions = store.Database.GetCollection<BsonDocument>(MongoFields.Collections);
        var finished = new BsonDocument("$max", new BsonDocument("upgraded", collection.SchemaVersion));
        await store.RunAsync(token => versions.UpdateOneAsync(ById(collection.Name), finished, null, token), cancellationToken);
    }

    /// <summary>Drops those of our indexes that are not declared as they are, makes those that are missing.</summary>
    public async Task IndexAsync(CancellationToken cancellationToken)
    {
        var existing = await ListIndexesAsync(cancellationToken);
        var kept = existing.Where(index => indexes.All.Any(declared => IsSame(declared, index))).Select(Name).ToHashSet(StringComparer.Ordinal);
        foreach (var name in existing.Select(Name).Where(name => MongoIndexes.IsOurs(name) && !kept.Contains(name)))
        {
            await DropAsync(name, cancellationToken);
        }

        foreach (var index in indexes.All.Where(index => !kept.Contains(Name(index))))
        {
            await CreateAsync(index, cancellationToken);
        }
    }

    private async Task<string?> UpgradeBatchAsync(string after, CancellationToken cancellationToken)
    {
        var old = new BsonDocument
        {
            { MongoFields.Id, new BsonDocument("$gt", after) },
            { MongoFields.Schema, new BsonDocument("$lt", collection.SchemaVersion) },
        };
        if (after.Length == 0)
        {
            old.Remove(MongoFields.Id);
        }

        var options = new FindOptions<BsonDocument> { Sort = new BsonDocument(MongoFields.Id, 1), Limit = BatchSize, BatchSize = BatchSize };
        var batch = await store.RunAsync(async token => await (await _documents.FindAsync(old, options, token)).ToListAsync(token), cancellationToken);
        if (batch.Count == 0)
        {
            return null;
        }

        var writes = batch.Select(Upgrade).ToList();
        await store.RunAsync(token => _documents.BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, token), cancellationToken);
        return batch[^1][MongoFields.Id].AsString;
    }

    /// <summary>A document that another writer was faster with has either the new schema by now or is upgraded when it is read.</summary>
    private ReplaceOneModel<BsonDocument> Upgrade(BsonDocument stored)
    {
        var id = stored[MongoFields.Id].AsString;
        var document = reader.Read(id, stored[MongoFields.Schema].ToInt32(), MongoJson.Write(stored[MongoFields.Body].AsBsonDocument));
        var version = stored[MongoFields.Version].ToInt64();
        var upgraded = MongoFields.Document(id, version, collection.SchemaVersion, MongoBson.Write(document), _expiry);
        var asRead = ById(id).Add(MongoFields.Version, version).Add(MongoFields.Schema, stored[MongoFields.Schema]);
        return new ReplaceOneModel<BsonDocument>(asRead, upgraded);
    }

    private Task<List<BsonDocument>> ListIndexesAsync(CancellationToken cancellationToken) =>
        store.RunAsync(async token => await (await _documents.Indexes.ListAsync(token)).ToListAsync(token), cancellationToken);

    private async Task DropAsync(string name, CancellationToken cancellationToken)
    {
        try
        {
            await store.RunAsync(
                async token =>
                {
                    await _documents.Indexes.DropOneAsync(name, token);
                    return true;
                },
                cancellationToken);
        }
        catch (MongoCommandException gone) when (MongoFailure.IsIndexMatter(gone))
        {
            // Another process was faster.
        }
    }

    /// <summary>The command itself, because the driver has no name for an index document. It may take as long as the collection needs.</summary>
    private async Task CreateAsync(BsonDocument index, CancellationToken cancellationToken)
    {
        var command = new BsonDocument
        {
            { "createIndexes", collection.Name },
            { "indexes", new BsonArray { index } },
            { "writeConcern", new BsonDocument("w", "majority") },
        };
        try
        {
            await RepeatAsync(
                MongoFailure.IsIndexMatter,
                () => store.RunAsync(token => store.Database.RunCommandAsync<BsonDocument>(command, null, token), Timeout.InfiniteTimeSpan, cancellationToken));
        }
        catch (MongoCommandException duplicate) when (MongoFailure.IsDuplicate(duplicate))
        {
            throw new StorageException(
                $"The unique index {indexes.Declared(Name(index))} of the collection {collection.Name} cannot be made: stored documents share its values.");
        }
        catch (MongoCommandException conflict) when (MongoFailure.IsIndexMatter(conflict))
        {
            throw new StorageException(
                $"The index {indexes.Declared(Name(index))} of the collection {collection.Name} cannot be made: another index is in its way. "
                + "Drop indexes that were made by hand over the same fields.");
        }
    }

    /// <summary>Processes that start together get into each other's way for a moment.</summary>
    private static async Task<TResult> RepeatAsync<TResult>(Func<Exception, bool> isPassing, Func<Task<TResult>> action)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await action();
            }
            catch (Exception exception) when (attempt < MostAttempts && isPassing(exception))
            {
                // The next attempt finds what the other has done.
            }
        }
    }

    private static bool IsSame(BsonDocument declared, BsonDocument existing)
    {
        var comparable = new BsonDocument(existing.Where(element => element.Name is not ("v" or "ns" or "background")));
        return comparable.ElementCount == declared.ElementCount && declared.All(element => comparable.GetValue(element.Name, null) is { } value && IsSame(element.Value, value));
    }

    /// <summary>The server answers numbers in a kind of its own.</summary>
    private static bool IsSame(BsonValue declared, BsonValue existing) => (declared, existing) switch
    {
        (BsonDocument left, BsonDocument right) =>
            left.ElementCount == right.ElementCount && left.Zip(right).All(pair => pair.First.Name == pair.Second.Name && IsSame(pair.First.Value, pair.Second.Value)),
        _ when declared.IsNumeric && existing.IsNumeric => declared.ToDouble().Equals(existing.ToDouble()),
        _ => declared.Equals(existing),
    };

    private static string Name(BsonDocument index) => index["name"].AsString;

    private static BsonDocument ById(string id) => new(MongoFields.Id, id);
}
