using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// Documents in one SQLite file: a table per collection, JSON in a column, indexes over expressions. One thread writes, a few read, and
/// no caller ever waits for the disk on its own thread.
/// </summary>
public sealed class SqliteDocumentStore : IDocumentStore, IAsyncDisposable, IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<ISqliteCollection>> _collections = new(StringComparer.Ordinal);
    private readonly SqliteWriter _writer;
    private readonly SqliteReaders _readers;
    private bool _isDisposed;

    public SqliteDocumentStore(IOptions<StorageOptions> options, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(time);
        Time = time;
        var path = options.Value.Path;
        _writer = new SqliteWriter(() => SqliteFile.Open(path));
        _readers = new SqliteReaders(Math.Clamp(Environment.ProcessorCount, 2, 4), () => SqliteSession.OpenForReading(path));
    }

    internal TimeProvider Time { get; }

    /// <inheritdoc/>
    /// <remarks>Returns at once; the collection is made, upgraded and indexed on the writer's thread, and what is asked of it waits.</remarks>
    public IDocuments<T> Open<T>(DocumentCollection<T> collection)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(collection);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        var opened = _collections.GetOrAdd(
            collection.Name,
            static (_, arguments) => new Lazy<ISqliteCollection>(() => new SqliteDocuments<T>(arguments.Store, arguments.Collection)),
            (Store: this, Collection: collection));
        return opened.Value as IDocuments<T>
            ?? throw new InvalidOperationException($"The collection {collection.Name} is already open with another document type than {typeof(T).Name}.");
    }

    /// <summary>Deletes the expired documents of all open collections.</summary>
    /// <returns>How many.</returns>
    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        var deleted = 0L;
        foreach (var collection in _collections.Values)
        {
            deleted += await collection.Value.SweepAsync(cancellationToken);
        }

        return deleted;
    }

    /// <summary>Opens the file. Throws <see cref="StorageException"/> with a message for the operator when that fails.</summary>
    public Task ConnectAsync(CancellationToken cancellationToken) => WriteAsync(static _ => true, cancellationToken);

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken cancellationToken) =>
        ReadAsync(static session => session.Query("SELECT count(*) FROM sqlite_master", [], row => row.GetInt64(0)), cancellationToken);

    /// <summary>Completes what was asked for before, then closes the file.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            await _writer.StopAsync();
            await _readers.StopAsync();
            _writer.Dispose();
            _readers.Dispose();
        }
    }

    /// <summary>As <see cref="DisposeAsync"/>, waiting on the caller's thread.</summary>
    public void Dispose()
    {
        if (!Interlocked.Exchange(ref _isDisposed, true))
        {
            _writer.Dispose();
            _readers.Dispose();
        }
    }

    /// <summary>Runs on the writer's thread in a transaction; completes after its commit.</summary>
    internal Task<TResult> WriteAsync<TResult>(Func<SqliteSession, TResult> action, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _writer.RunAsync(action, cancellationToken);
    }

    /// <summary>Runs on a reader's thread.</summary>
    internal Task<TResult> ReadAsync<TResult>(Func<SqliteSession, TResult> action, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return _readers.RunAsync(action, cancellationToken);
    }
}
