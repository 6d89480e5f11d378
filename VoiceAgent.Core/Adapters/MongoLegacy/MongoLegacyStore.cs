using System.Runtime.CompilerServices;
using System.Text.Json;
using MongoDB.Bson;
using MongoDB.Bson.IO;
using MongoDB.Driver;
using VoiceAgent.Core.Keys.Legacy;

namespace VoiceAgent.Core.Adapters.MongoLegacy;

/// <summary>
/// The earlier system's live database. Only reads: it sends <c>find</c> and, when no collection is named, <c>listCollections</c>. Neither the
/// address, which may hold a password, nor the driver's own messages, which may quote documents, get into a message.
/// </summary>
internal sealed class MongoLegacyStore : ILegacyStore
{
    private static readonly TimeSpan ServerSelectionTimeout = TimeSpan.FromSeconds(10);
    private static readonly string[] UsualCollections = ["api_keys", "user_api_keys", "provider_keys", "encrypted_keys", "user_keys", "users"];
    private static readonly JsonWriterSettings ExtendedJson = new() { OutputMode = JsonOutputMode.RelaxedExtendedJson };

    public bool Handles(string source) =>
        source.StartsWith("mongodb://", StringComparison.Ordinal) || source.StartsWith("mongodb+srv://", StringComparison.Ordinal);

    public async IAsyncEnumerable<LegacyDocument> ReadAsync(
        string source, IReadOnlyList<string> collections, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var (settings, databaseName) = Parse(source);
        using var client = new MongoClient(settings);
        var database = client.GetDatabase(databaseName);
        foreach (var name in collections.Count > 0 ? collections : await UsualAsync(database, cancellationToken))
        {
            using var cursor = await AskAsync(() => database.GetCollection<BsonDocument>(name).FindAsync(FilterDefinition<BsonDocument>.Empty, null, cancellationToken));
            while (await AskAsync(() => cursor.MoveNextAsync(cancellationToken)))
            {
                foreach (var document in cursor.Current)
                {
                    yield return new LegacyDocument(name, ToJson(document));
                }
            }
        }
    }

    private static JsonElement ToJson(BsonDocument document)
    {
        using var json = JsonDocument.Parse(document.ToJson(ExtendedJson));
        return json.RootElement.Clone();
    }

    private static async Task<IReadOnlyList<string>> UsualAsync(IMongoDatabase database, CancellationToken cancellationToken)
    {
        using var names = await AskAsync(() => database.ListCollectionNamesAsync(null, cancellationToken));
        var existing = await AskAsync(() => names.ToListAsync(cancellationToken));
        var usual = UsualCollections.Where(existing.Contains).ToList();
        return usual.Count > 0
            ? usual
            : throw new LegacyImportException(
                $"The database has none of the usual collections ({string.Join(", ", UsualCollections)}). Name one with --collection; it has: "
                + $"{(existing.Count == 0 ? "none" : string.Join(", ", existing.Order(StringComparer.Ordinal)))}.");
    }

    private static (MongoClientSettings Settings, string Database) Parse(string source)
    {
        try
        {
            var url = new MongoUrl(source.Trim());
            var settings = MongoClientSettings.FromUrl(url);
            settings.ApplicationName ??= "VoiceAgent import";
            settings.ServerSelectionTimeout = ServerSelectionTimeout;
            settings.LoggingSettings = null;
            return (settings, string.IsNullOrEmpty(url.DatabaseName) ? throw NoAddress() : url.DatabaseName);
        }
        catch (Exception failure) when (failure is MongoException or ArgumentException or FormatException or OverflowException or InvalidOperationException or TimeoutException)
        {
            throw NoAddress();
        }
    }

    private static LegacyImportException NoAddress() => new(
        "The source is not a MongoDB address with a database. It has the form mongodb://user:password@host:27017/database, with special characters of the "
        + "password percent-encoded.");

    private static async Task<T> AskAsync<T>(Func<Task<T>> question)
    {
        try
        {
            return await question();
        }
        catch (Exception failure) when (failure is MongoException or TimeoutException)
        {
            throw new LegacyImportException(
                failure is MongoCommandException { Code: 13 } or MongoAuthenticationException
                    ? "The database refuses the user of the address. It needs the role read on that database."
                    : $"The database of the earlier system cannot be read ({failure.GetType().Name}). Check that it runs and that the address is right.");
        }
    }
}
