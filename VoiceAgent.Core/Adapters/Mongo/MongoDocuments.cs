using System.Linq.Expressions;
using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>One collection. Any number of processes may write to it; each write is one command about one document.</summary>
internal sealed class MongoDocuments<T> : IDocuments<T>
    where T : class
{
    private const int LargestBatch = 1000;

    private readonly MongoDocumentStore _store;
    private readonly DocumentCollection<T> _collection;
    private readonly MongoIndexes _indexes;
    private readonly StoredDocumentReader<T> _reader;
    private readonly IMongoCollection<BsonDocument> _documents;
    private readonly MongoPreparation _preparation;
    private readonly MongoTurns _turns = new();
    private readonly MongoExpiry? _expiry;

    public MongoDocuments(MongoDocumentStore store, DocumentCollection<T> collection)
    {
        _store = store;
        _collection = collection;
        _indexes = MongoIndexes.Of(collection);
        _reader = new StoredDocumentReader<T>(collection);
        _documents = store.Database.GetCollection<BsonDocument>(MongoIndexes.Checked(collection.Name));
        _expiry = collection.Expiry is null ? null : new MongoExpiry(DocumentPath.Read(collection.Expiry), store.Time);
        var setup = new MongoCollectionSetup<T>(store, collection, _indexes, _reader);
        _preparation = new MongoPreparation(setup.RegisterAsync, setup.UpgradeAsync, setup.IndexAsync);
        _preparation.Start();
    }

    public async Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // A single document is upgraded as it is read, so this does not wait for the others.
        await _preparation.Registered.WaitAsync(cancellationToken);
        return await FindRegisteredAsync(StorableText.Of(id), cancellationToken);
    }

    public async Task<IReadOnlyList<Stored<T>>> QueryAsync(DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take);
        var where = Alive(Translate(query.Where));
        var direction = query.Descending ? -1 : 1;
        var order = query.OrderBy is null ? [] : new BsonDocument(MongoPredicate.Field(DocumentPath.ReadSortable(query.OrderBy)), direction);
        var options = new FindOptions<BsonDocument>
        {
            Sort = order.Add(MongoFields.Id, direction),
            Skip = query.Skip,
            Limit = query.Take,
            BatchSize = Math.Clamp(query.Take, 1, LargestBatch),
        };

        await _preparation.Ready.WaitAsync(cancellationToken);
        return query.Take == 0 ? [] : [.. (await ListAsync(where, options, cancellationToken)).Select(Read)];
    }

    public async Task<long> CountAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var filter = Alive(Translate(where));
        await _preparation.Ready.WaitAsync(cancellationToken);
        return await _store.RunAsync(token => _documents.CountDocumentsAsync(filter, null, token), cancellationToken);
    }

    public async Task InsertAsync(T document, CancellationToken cancellationToken)
    {
        var written = Write(StorableText.Of(_collection.Id(document)), 1, document);
        await _preparation.Ready.WaitAsync(cancellationToken);
        await WriteAsync(
            async token =>
            {
                await _documents.InsertOneAsync(written, null, token);
                return true;
            },
            cancellationToken);
    }

    public async Task<bool> ReplaceAsync(T document, long expectedVersion, CancellationToken cancellationToken)
    {
        var written = Write(StorableText.Of(_collection.Id(document)), expectedVersion + 1, document);
        await _preparation.Ready.WaitAsync(cancellationToken);
        return await ReplaceAsync(written, expectedVersion, cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>A writer of this process that has met another waits for its turn, so that those of one process do not starve each other.</remarks>
    public async Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        var key = StorableText.Of(id);
        await _preparation.Ready.WaitAsync(cancellationToken);
        if (await TryUpdateAsync(key, change, cancellationToken) is (true, var first))
        {
            return first;
        }

        using var turn = await _turns.WaitAsync(key, cancellationToken);
        while (true)
        {
            if (await TryUpdateAsync(key, change, cancellationToken) is (true, var settled))
            {
                return settled;
            }
        }
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        var filter = Alive(ById(StorableText.Of(id)));
        await _preparation.Ready.WaitAsync(cancellationToken);
        return (await _store.RunAsync(token => _documents.DeleteOneAsync(filter, token), cancellationToken)).DeletedCount > 0;
    }

    public async Task<long> DeleteWhereAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var filter = Alive(Translate(where));
        await _preparation.Ready.WaitAsync(cancellationToken);
        return (await _store.RunAsync(token => _documents.DeleteManyAsync(filter, token), cancellationToken)).DeletedCount;
    }

    private static BsonDocument Translate(LambdaExpression where) => MongoPredicate.Translate(DocumentPredicateReader.Read(where));

    private static BsonDocument ById(string id) => new(MongoFields.Id, id);

    private BsonDocument Alive(BsonDocument filter) => _expiry is null ? filter : _expiry.Alive(filter);

    private async Task<Stored<T>?> FindRegisteredAsync(string id, CancellationToken cancellationToken)
    {
        var options = new FindOptions<BsonDocument> { Limit = 1 };
        return await ListAsync(Alive(ById(id)), options, cancellationToken) is [var found] ? Read(found) : null;
    }

    private Task<List<BsonDocument>> ListAsync(BsonDocument filter, FindOptions<BsonDocument> options, CancellationToken cancellationToken) =>
        _store.RunAsync(
            async token =>
            {
                using var cursor = await _documents.FindAsync(filter, options, token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);

    private Stored<T> Read(BsonDocument stored) => new(
        _reader.Read(stored[MongoFields.Id].AsString, stored[MongoFields.Schema].ToInt32(), MongoJson.Write(stored[MongoFields.Body].AsBsonDocument)),
        stored[MongoFields.Version].ToInt64());

    private BsonDocument Write(string id, long version, T document) =>
        MongoFields.Document(id, version, _collection.SchemaVersion, MongoBson.Write(document), _expiry?.Path);

    private async Task<bool> ReplaceAsync(BsonDocument written, long expectedVersion, CancellationToken cancellationToken)
    {
        var filter = Alive(ById(written[MongoFields.Id].AsString).Add(MongoFields.Version, expectedVersion));
        var result = await WriteAsync(token => _documents.ReplaceOneAsync(filter, written, (ReplaceOptions?)null, token), cancellationToken);
        return result.MatchedCount > 0;
    }

    /// <summary>Not settled when another writer was faster.</summary>
    private async Task<(bool IsSettled, T? Document)> TryUpdateAsync(string key, Func<T, T> change, CancellationToken cancellationToken)
    {
        if (await FindRegisteredAsync(key, cancellationToken) is not { } stored)
        {
            return (true, null);
        }

        var changed = change(stored.Document);
        if (ReferenceEquals(changed, stored.Document))
        {
            return (true, changed);
        }

        if (_collection.Id(changed) != _collection.Id(stored.Document))
        {
            throw new InvalidOperationException($"An update of the collection {_collection.Name} must keep the document's id.");
        }

        return (await ReplaceAsync(Write(key, stored.Version + 1, changed), stored.Version, cancellationToken), changed);
    }

    /// <summary>Documents that have expired but are still there make way.</summary>
    private async Task<TResult> WriteAsync<TResult>(Func<CancellationToken, Task<TResult>> write, CancellationToken cancellationToken)
    {
        try
        {
            return await _store.RunAsync(write, cancellationToken);
        }
        catch (MongoWriteException taken) when (MongoFailure.IsDuplicate(taken))
        {
            if (_expiry is null)
            {
                throw Duplicate(taken);
            }
        }

        await _store.RunAsync(token => _documents.DeleteManyAsync(_expiry.Expired(), token), cancellationToken);
        try
        {
            return await _store.RunAsync(write, cancellationToken);
        }
        catch (MongoWriteException taken) when (MongoFailure.IsDuplicate(taken))
        {
            throw Duplicate(taken);
        }
    }

    /// <summary>Without the driver's exception, whose message quotes the values.</summary>
    private DuplicateDocumentException Duplicate(MongoWriteException taken) => new(_collection.Name, _indexes.DeclaredIn(taken.WriteError.Message));
}
