using System.Linq.Expressions;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>One collection. Documents are written to JSON on the caller's thread and read from it on a reader's.</summary>
internal sealed partial class SqliteDocuments<T> : IDocuments<T>, ISqliteCollection
    where T : class
{
    private readonly SqliteDocumentStore _store;
    private readonly DocumentCollection<T> _collection;
    private readonly SqliteTable _table;
    private readonly StoredDocumentReader<T> _reader;
    private readonly Task<bool> _created;
    private readonly Task _ready;

    public SqliteDocuments(SqliteDocumentStore store, DocumentCollection<T> collection)
    {
        _store = store;
        _collection = collection;
        _table = SqliteTable.Of(collection);
        _reader = new StoredDocumentReader<T>(collection);
        var setup = new SqliteCollectionSetup<T>(collection, _table, _reader);
        _created = store.WriteAsync(setup.CreateTable, CancellationToken.None);

        // The preparation must not depend on the context of whoever happened to open the collection.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        _ready = PrepareAsync(setup);
        SynchronizationContext.SetSynchronizationContext(context);
    }

    public async Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken)
    {
        // A single document is upgraded as it is read, so this does not wait for the others.
        await _created.WaitAsync(cancellationToken);
        return await _store.ReadAsync(session => Find(session, id), cancellationToken);
    }

    public async Task<IReadOnlyList<Stored<T>>> QueryAsync(DocumentQuery<T> query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Skip);
        ArgumentOutOfRangeException.ThrowIfNegative(query.Take);
        var where = Translate(query.Where);
        var direction = query.Descending ? " DESC" : string.Empty;
        var key = query.OrderBy is null ? string.Empty : $"{SqlitePredicate.Extract(DocumentPath.ReadSortable(query.OrderBy))}{direction}, ";
        var count = where.Values.Count;
        var sql = $"SELECT id, version, schema, body FROM \"{_table.Name}\" WHERE {where.Sql}{_table.Alive(count)} "
            + $"ORDER BY {key}id{direction} LIMIT $p{count + 1} OFFSET $p{count + 2}";
        IReadOnlyList<object?> values = [.. where.Values, Now(), query.Take, query.Skip];

        await _ready.WaitAsync(cancellationToken);
        return await _store.ReadAsync(session => session.Query(sql, values, Read), cancellationToken);
    }

    public async Task<long> CountAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var (sql, values) = Select("SELECT count(*)", where);
        await _ready.WaitAsync(cancellationToken);
        return await _store.ReadAsync(session => session.Query(sql, values, row => row.GetInt64(0))[0], cancellationToken);
    }

    public async Task InsertAsync(T document, CancellationToken cancellationToken)
    {
        var id = _collection.Id(document);
        var body = JsonSerializer.Serialize(document, DocumentJson.Options);
        await _ready.WaitAsync(cancellationToken);
        await _store.WriteAsync(session => Write(session, _table.Insert, id, _collection.SchemaVersion, body), cancellationToken);
    }

    public async Task<bool> ReplaceAsync(T document, long expectedVersion, CancellationToken cancellationToken)
    {
        var id = _collection.Id(document);
        var body = JsonSerializer.Serialize(document, DocumentJson.Options);
        await _ready.WaitAsync(cancellationToken);
        return await _store.WriteAsync(session => Replace(session, id, body, expectedVersion), cancellationToken);
    }

    /// <inheritdoc/>
    /// <remarks>Applied once, on the writer's thread, between two other writes.</remarks>
    public async Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken)
    {
        await _ready.WaitAsync(cancellationToken);
        return await _store.WriteAsync(session => Update(session, id, change), cancellationToken);
    }

    public async Task<bool> DeleteAsync(string id, CancellationToken cancellationToken)
    {
        await _ready.WaitAsync(cancellationToken);
        return await _store.WriteAsync(session => session.Execute(_table.Delete, id, Now()) > 0, cancellationToken);
    }

    public async Task<long> DeleteWhereAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken)
    {
        var (sql, values) = Select("DELETE", where);
        await _ready.WaitAsync(cancellationToken);
        return await _store.WriteAsync(session => session.Execute(sql, values), cancellationToken);
    }

    public async Task<long> SweepAsync(CancellationToken cancellationToken)
    {
        if (_table.DeleteExpired is not { } sql)
        {
            return 0;
        }

        await _ready.WaitAsync(cancellationToken);
        return await _store.WriteAsync(session => session.Execute(sql, Now()), cancellationToken);
    }

    private static SqlitePredicate Translate(LambdaExpression where) => SqlitePredicate.Translate(DocumentPredicateReader.Read(where));

    private async Task PrepareAsync(SqliteCollectionSetup<T> setup)
    {
        var last = await _created ? string.Empty : null;
        while (last is not null)
        {
            var after = last;
            last = await _store.WriteAsync(session => setup.UpgradeBatch(session, after), CancellationToken.None);
        }

        await _store.WriteAsync(setup.Finish, CancellationToken.None);
    }

    private (string Sql, IReadOnlyList<object?> Values) Select(string verb, LambdaExpression predicate)
    {
        var where = Translate(predicate);
        return ($"{verb} FROM \"{_table.Name}\" WHERE {where.Sql}{_table.Alive(where.Values.Count)}", [.. where.Values, Now()]);
    }

    private Stored<T>? Find(SqliteSession session, string id) => session.Query(_table.Find, [id, Now()], Read) is [var found] ? found : null;

    private Stored<T> Read(SqliteDataReader row) =>
        new(_reader.Read(row.GetString(0), row.GetInt32(2), row.GetString(3)), row.GetInt64(1));

    private bool Replace(SqliteSession session, string id, string body, long version) =>
        Write(session, _table.Replace, id, _collection.SchemaVersion, body, version, Now()) > 0;

    private T? Update(SqliteSession session, string id, Func<T, T> change)
    {
        if (Find(session, id) is not { } stored)
        {
            return null;
        }

        var changed = change(stored.Document);
        if (ReferenceEquals(changed, stored.Document))
        {
            return changed;
        }

        if (_collection.Id(changed) != _collection.Id(stored.Document))
        {
            throw new InvalidOperationException($"An update of the collection {_table.Name} must keep the document's id.");
        }

        Replace(session, id, JsonSerializer.Serialize(changed, DocumentJson.Options), stored.Version);
        return changed;
    }

    /// <summary>Documents that have expired but are not swept yet make way.</summary>
    private int Write(SqliteSession session, string sql, params IReadOnlyList<object?> values)
    {
        try
        {
            return session.Execute(sql, values);
        }
        catch (SqliteException exception) when (IsDuplicate(exception))
        {
            if (_table.DeleteExpired is not { } sweep || session.Execute(sweep, Now()) == 0)
            {
                throw Duplicate(exception);
            }
        }

        try
        {
            return session.Execute(sql, values);
        }
        catch (SqliteException exception) when (IsDuplicate(exception))
        {
            throw Duplicate(exception);
        }
    }

    private DuplicateDocumentException Duplicate(SqliteException exception)
    {
        var index = IndexPattern().Match(exception.Message);
        return new DuplicateDocumentException(_table.Name, index.Success ? _table.DeclaredIndex(index.Groups[1].Value) : "id", exception);
    }

    private static bool IsDuplicate(SqliteException exception) =>
        exception.SqliteExtendedErrorCode is SQLitePCL.raw.SQLITE_CONSTRAINT_UNIQUE or SQLitePCL.raw.SQLITE_CONSTRAINT_PRIMARYKEY;

    private string Now() => UtcTimeJsonConverter.Text(_store.Time.GetUtcNow());

    [GeneratedRegex(@"index '([a-z0-9_.]+)'", RegexOptions.CultureInvariant)]
    private static partial Regex IndexPattern();
}
