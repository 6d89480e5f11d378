using Microsoft.Extensions.Options;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Tests.Fakes.Mongo;

namespace VoiceAgent.Tests.Contracts.Documents;

/// <summary>Every implementation of <see cref="IDocumentStore"/>; the contract suites run over all of them.</summary>
public static class DocumentStores
{
    private static readonly Dictionary<string, Func<TimeProvider, OpenStore>> Makers = new(StringComparer.Ordinal)
    {
        ["InMemory"] = time => new OpenStore(new InMemoryDocumentStore(time), () => ValueTask.CompletedTask),
        ["Sqlite"] = OpenSqlite,
        ["Mongo"] = OpenMongo,
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    /// <summary>A new, empty store.</summary>
    public static OpenStore Open(string name, TimeProvider? time = null) => Makers[name](time ?? TimeProvider.System);

    private static OpenStore OpenMongo(TimeProvider time)
    {
        var database = MongoServer.NewDatabase();
        return new OpenStore(database.Open(time), database.DisposeAsync);
    }

    private static OpenStore OpenSqlite(TimeProvider time)
    {
        var folder = Directory.CreateTempSubdirectory("documents-");
        var options = Options.Create(new StorageOptions { Path = Path.Combine(folder.FullName, "test.db") });
        var store = new SqliteDocumentStore(options, time);
        return new OpenStore(store, async () =>
        {
            await store.DisposeAsync();
            folder.Delete(recursive: true);
        });
    }
}

/// <summary>A store and how to take it away.</summary>
public sealed class OpenStore(IDocumentStore store, Func<ValueTask> dispose) : IAsyncDisposable
{
    public IDocuments<Sample> Samples { get; } = store.Open(Sample.Collection);

    public IDocumentStore Store { get; } = store;

    public ValueTask DisposeAsync() => dispose();
}
