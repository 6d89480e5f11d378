using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using MongoDB.Bson;
using MongoDB.Driver;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>
/// Documents in a MongoDB database, a collection per collection: <c>{ _id, version, schema, expires, body }</c>, the body being what the
/// document's JSON says. Any number of processes may share one database.
/// </summary>
public sealed class MongoDocumentStore : IDocumentStore, IDisposable
{
    /// <summary>How long one operation may take, including the search for a primary.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, Lazy<object>> _collections = new(StringComparer.Ordinal);
    private readonly MongoClient _client;

    /// <summary>The driver refuses whoever comes when a few hundred wait for a connection already: they wait here instead.</summary>
    private readonly SemaphoreSlim _entry;
    private bool _isDisposed;

    public MongoDocumentStore(IOptions<StorageOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        var address = MongoAddress.Parse(options.Value.MongoUri);
        Servers = address.Servers;
        var settings = address.Settings();
        _entry = new SemaphoreSlim(settings.MaxConnectionPoolSize);
        _client = new MongoClient(settings);
        Database = _client.GetDatabase(address.Database);
    }

    internal TimeProvider Time { get; }

    internal IMongoDatabase Database { get; }

    /// <summary>Hosts and ports, for messages.</summary>
    internal string Servers { get; }

    /// <inheritdoc/>
    /// <remarks>Returns at once; the collection is upgraded and indexed meanwhile, and what is asked of it waits.</remarks>
    public IDocuments<T> Open<T>(DocumentCollection<T> collection)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(collection);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var opened = _collections.GetOrAdd(
            collection.Name,
            static (_, arguments) => new Lazy<object>(() => new MongoDocuments<T>(arguments.Store, arguments.Collection)),
            (Store: this, Collection: collection));
        return opened.Value as IDocuments<T>
            ?? throw new InvalidOperationException($"The collection {collection.Name} is already open with another document type than {typeof(T).Name}.");
    }

    /// <inheritdoc/>
    /// <remarks>A small read, which the driver repeats when a connection turns out to be broken, and which needs the rights that all reads need.</remarks>
    public Task CheckAsync(CancellationToken cancellationToken) => RunAsync(
        token => Database.GetCollection<BsonDocument>(MongoFields.Collections).Find(new BsonDocument()).Limit(1).ToListAsync(token), cancellationToken);

    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _client.Dispose();
        }
    }

    /// <summary>
    /// Runs one operation within its time. Failures of the database come out as <see cref="StorageException"/>; what the caller has an
    /// answer to, such as a taken unique value, as the driver's own exception.
    /// </summary>
    internal Task<TResult> RunAsync<TResult>(Func<CancellationToken, Task<TResult>> operation, CancellationToken cancellationToken) =>
        RunAsync(operation, Patience, cancellationToken);

    /// <inheritdoc cref="RunAsync{TResult}(Func{CancellationToken, Task{TResult}}, CancellationToken)"/>
    internal async Task<TResult> RunAsync<TResult>(
        Func<CancellationToken, Task<TResult>> operation, TimeSpan patience, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        cancellationToken.ThrowIfCancellationRequested();
        using var deadline = new CancellationTokenSource(patience, TimeProvider.System);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        var isIn = false;
        try
        {
            await _entry.WaitAsync(either.Token);
            isIn = true;
            var result = await operation(either.Token);
            if (!Thread.CurrentThread.IsThreadPoolThread)
            {
                // The driver may go on on the thread that polls the sockets, and whoever asked may take long: hash a password, draw a page.
                await Task.Yield();
            }

            return result;
        }
        catch (Exception exception) when (cancellationToken.IsCancellationRequested && exception is OperationCanceledException or TimeoutException or MongoException)
        {
            throw new OperationCanceledException(cancellationToken);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new StorageException(MongoFailure.NoAnswer(Servers));
        }
        catch (Exception exception) when (MongoFailure.Explain(exception, Servers) is { } message)
        {
            throw new StorageException(message);
        }
        finally
        {
            if (isIn)
            {
                _entry.Release();
            }
        }
    }
}
