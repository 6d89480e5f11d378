using System.Collections.Concurrent;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Documents;

/// <summary>Collections in memory, for tests that need storage and are about something else. Every task it returns is finished.</summary>
public sealed class InMemoryDocumentStore(TimeProvider time) : IDocumentStore
{
    private readonly ConcurrentDictionary<string, object> _collections = new(StringComparer.Ordinal);

    public IDocuments<T> Open<T>(DocumentCollection<T> collection)
        where T : class =>
        (IDocuments<T>)_collections.GetOrAdd(collection.Name, _ => new InMemoryDocuments<T>(collection, time));

    public Task CheckAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
