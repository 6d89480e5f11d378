using System.Text;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Adapters.Mongo;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>
/// The MongoDB of this run: the server at <c>MONGODB_URI</c>, or the double where that is not set. Every test has a database of its own,
/// which is dropped when the test is over.
/// </summary>
public static class MongoServer
{
    private const string Variable = "MONGODB_URI";
    private static readonly Lazy<MongoDouble> Double = new(() => new MongoDouble());
    private static readonly string? Address = Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } address ? address : null;

    /// <summary>Which it is, for the report of the run.</summary>
    public static string Name => Address is null ? $"the double in {nameof(Fakes)}/{nameof(Mongo)} ({Variable} is not set)" : $"the server at {Variable}";

    public static bool IsDouble => Address is null;

    public static MongoTestDatabase NewDatabase() => new(UriOf($"voiceagent_test_{Guid.NewGuid():N}"));

    private static string UriOf(string database)
    {
        if (Address is null)
        {
            return Double.Value.Uri(database);
        }

        var builder = new MongoUrlBuilder(Address);

        // A user that the address names without saying where is one of the database it names, or of admin.
        if (builder.Username is not null && builder.AuthenticationSource is null)
        {
            builder.AuthenticationSource = builder.DatabaseName ?? "admin";
        }

        builder.DatabaseName = database;
        return builder.ToString();
    }
}

/// <summary>A database of one test, opened as often as the test likes.</summary>
public sealed class MongoTestDatabase(string uri) : IAsyncDisposable
{
    private readonly List<MongoDocumentStore> _stores = [];

    public string Uri => uri;

    public MongoDocumentStore Open(TimeProvider? time = null)
    {
        var store = new MongoDocumentStore(Options.Create(new StorageOptions { MongoUri = uri }), time ?? TimeProvider.System);
        _stores.Add(store);
        return store;
    }

    /// <summary>A collection behind the store's back.</summary>
    public IMongoCollection<BsonDocument> Raw(string collection) => Open().Database.GetCollection<BsonDocument>(collection);

    /// <summary>All documents of all collections as BSON, one character for each byte.</summary>
    public async Task<IReadOnlyList<string>> ReadAsync()
    {
        var texts = new List<string>();
        var database = Open().Database;
        foreach (var name in await (await database.ListCollectionNamesAsync()).ToListAsync())
        {
            var documents = await database.GetCollection<BsonDocument>(name).Find(new BsonDocument()).ToListAsync();
            texts.AddRange(documents.Select(document => Encoding.Latin1.GetString(document.ToBson())));
        }

        return texts;
    }

    public async ValueTask DisposeAsync()
    {
        var database = Open().Database;
        await database.Client.DropDatabaseAsync(database.DatabaseNamespace.DatabaseName);
        _stores.ForEach(store => store.Dispose());
    }
}
