using System.Text.Json;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Storage.Copying;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>A MongoDB database for copying.</summary>
internal sealed class MongoArchive(StorageOptions options) : IStorageArchive
{
    private readonly MongoDocumentStore _store = new(Options.Create(options), TimeProvider.System);

    public string Description => $"the MongoDB database {_store.Database.DatabaseNamespace.DatabaseName} at {_store.Servers}";

    public async Task<IReadOnlyList<ArchivedCollection>> ListAsync(CancellationToken cancellationToken)
    {
        var names = await _store.RunAsync(
            async token => await (await _store.Database.ListCollectionNamesAsync(null, token)).ToListAsync(token), cancellationToken);
        var schemas = (await ListAsync(MongoFields.Collections, [], 0, cancellationToken)).ToDictionary(document => document[MongoFields.Id].AsString, StringComparer.Ordinal);
        var collections = new List<ArchivedCollection>();
        foreach (var name in names.Where(name => name != MongoFields.Collections && !name.StartsWith("system.", StringComparison.Ordinal)))
        {
            var count = await _store.RunAsync(token => Collection(name).CountDocumentsAsync(new BsonDocument(), null, token), cancellationToken);
            var schema = schemas.GetValueOrDefault(name);
            collections.Add(new ArchivedCollection(name, Number(schema, "schema"), Number(schema, "upgraded"), count));
        }

        return collections;
    }

    public async Task<IReadOnlyList<ArchivedDocument>> ReadAsync(string collection, string? after, int take, CancellationToken cancellationToken)
    {
        var filter = after is null ? [] : new BsonDocument(MongoFields.Id, new BsonDocument("$gt", StorableText.Of(after)));
        return [.. (await ListAsync(collection, filter, take, cancellationToken)).Select(Read)];
    }

    public async Task<IReadOnlyList<ArchivedDocument>> FindAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        var filter = new BsonDocument(MongoFields.Id, new BsonDocument("$in", new BsonArray(ids.Select(StorableText.Of))));
        return [.. (await ListAsync(collection, filter, 0, cancellationToken)).Select(Read)];
    }

    public Task CreateAsync(ArchivedCollection collection, CancellationToken cancellationToken)
    {
        var schemas = new BsonDocument { { "$max", new BsonDocument("schema", collection.Schema) }, { "$set", new BsonDocument("upgraded", collection.Upgraded) } };
        return _store.RunAsync(
            token => Collection(MongoFields.Collections).UpdateOneAsync(
                new BsonDocument(MongoFields.Id, collection.Name), schemas, new UpdateOptions { IsUpsert = true }, token),
            cancellationToken);
    }

    public Task WriteAsync(RegisteredCollection collection, IReadOnlyList<ArchivedDocument> documents, CancellationToken cancellationToken)
    {
        var writes = documents.Select(document => Write(collection, document)).ToList();
        return _store.RunAsync(token => Collection(collection.Name).BulkWriteAsync(writes, new BulkWriteOptions { IsOrdered = false }, token), cancellationToken);
    }

    public ValueTask DisposeAsync()
    {
        _store.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ReplaceOneModel<BsonDocument> Write(RegisteredCollection collection, ArchivedDocument document)
    {
        using var json = JsonDocument.Parse(document.Json);
        var body = MongoBson.Write(json.RootElement, collection.DocumentType);
        var id = StorableText.Of(document.Id);
        return new ReplaceOneModel<BsonDocument>(
            new BsonDocument(MongoFields.Id, id),
            MongoFields.Document(id, document.Version, document.Schema, body, collection.Expiry))
        { IsUpsert = true };
    }

    private static ArchivedDocument Read(BsonDocument stored) => new(
        stored[MongoFields.Id].AsString,
        stored[MongoFields.Version].ToInt64(),
        stored[MongoFields.Schema].ToInt32(),
        MongoJson.Write(stored[MongoFields.Body].AsBsonDocument));

    private static int Number(BsonDocument? schema, string name) => schema is null ? 1 : schema[name].ToInt32();

    private IMongoCollection<BsonDocument> Collection(string name) => _store.Database.GetCollection<BsonDocument>(name);

    /// <param name="take">0 for all.</param>
    private Task<List<BsonDocument>> ListAsync(string collection, BsonDocument filter, int take, CancellationToken cancellationToken)
    {
        var ordered = new FindOptions<BsonDocument> { Sort = new BsonDocument(MongoFields.Id, 1), Limit = take };
        return _store.RunAsync(
            async token =>
            {
                using var cursor = await Collection(collection).FindAsync(filter, ordered, token);
                return await cursor.ToListAsync(token);
            },
            cancellationToken);
    }
}
