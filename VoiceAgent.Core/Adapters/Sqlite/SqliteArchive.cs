using System.Globalization;
using Microsoft.Data.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Storage.Copying;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// A database file for copying. A source is read in one transaction: what a server that still runs writes meanwhile is not seen. SQLite's
/// calls are synchronous and run on the caller's thread, which is a command's.
/// </summary>
internal sealed class SqliteArchive : IStorageArchive
{
    private readonly string _path;
    private readonly SqliteSession _session;

    private SqliteArchive(string path, SqliteSession session)
    {
        _path = path;
        _session = session;
    }

    public string Description => $"the SQLite file {Path.GetFullPath(_path)}";

    public static SqliteArchive OpenSource(string path)
    {
        if (!File.Exists(path))
        {
            throw new StorageException($"There is no file {path}. Name the database file to copy, such as data/voiceagent.db.");
        }

        SqliteFile.Open(path).Dispose();
        var archive = new SqliteArchive(path, SqliteSession.OpenForReading(path));
        archive._session.Execute("BEGIN");
        return archive;
    }

    public static SqliteArchive OpenTarget(string path) => new(path, SqliteFile.Open(path));

    public Task<IReadOnlyList<ArchivedCollection>> ListAsync(CancellationToken cancellationToken) => RunAsync<IReadOnlyList<ArchivedCollection>>(
        () =>
        {
            var tables = _session.Query("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'", [], row => row.GetString(0));
            var schemas = tables.Contains(SqliteTable.Collections)
                ? _session.Query($"SELECT name, schema, upgraded FROM {SqliteTable.Collections}", [], row => (Name: row.GetString(0), Schema: row.GetInt32(1), Upgraded: row.GetInt32(2)))
                    .ToDictionary(row => row.Name, StringComparer.Ordinal)
                : [];
            return [.. tables.Where(table => table != SqliteTable.Collections).Select(table =>
            {
                var (_, schema, upgraded) = schemas.GetValueOrDefault(table, (table, 1, 1));
                return new ArchivedCollection(table, schema, upgraded, Count(table));
            })];
        },
        cancellationToken);

    public Task<IReadOnlyList<ArchivedDocument>> ReadAsync(string collection, string? after, int take, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<ArchivedDocument>>(
            () => !Exists(collection)
                ? []
                : _session.Query(
                    $"SELECT id, version, schema, body FROM \"{collection}\" WHERE $p0 IS NULL OR id > $p0 ORDER BY id LIMIT {take.ToString(CultureInfo.InvariantCulture)}",
                    [after],
                    Read),
            cancellationToken);

    public Task<IReadOnlyList<ArchivedDocument>> FindAsync(string collection, IReadOnlyList<string> ids, CancellationToken cancellationToken) =>
        RunAsync<IReadOnlyList<ArchivedDocument>>(
            () => [.. ids.SelectMany(id => _session.Query($"SELECT id, version, schema, body FROM \"{collection}\" WHERE id = $p0", [id], Read))],
            cancellationToken);

    public Task CreateAsync(ArchivedCollection collection, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            SqliteTable.Create(_session, collection.Name);
            _session.Execute(
                $"INSERT INTO {SqliteTable.Collections} VALUES ($p0, $p1, $p2) ON CONFLICT DO UPDATE SET schema = max(schema, excluded.schema), upgraded = excluded.upgraded",
                collection.Name,
                collection.Schema,
                collection.Upgraded);
            return true;
        },
        cancellationToken);

    public Task WriteAsync(RegisteredCollection collection, IReadOnlyList<ArchivedDocument> documents, CancellationToken cancellationToken) => RunAsync(
        () =>
        {
            _session.Execute("BEGIN IMMEDIATE");
            foreach (var document in documents)
            {
                _session.Execute(
                    $"INSERT OR REPLACE INTO \"{collection.Name}\" (id, version, schema, body) VALUES ($p0, $p1, $p2, $p3)",
                    document.Id,
                    document.Version,
                    document.Schema,
                    document.Json);
            }

            _session.Execute("COMMIT");
            return true;
        },
        cancellationToken);

    public ValueTask DisposeAsync()
    {
        _session.Dispose();
        return ValueTask.CompletedTask;
    }

    private static ArchivedDocument Read(SqliteDataReader row) => new(row.GetString(0), row.GetInt64(1), row.GetInt32(2), row.GetString(3));

    private bool Exists(string table) => _session.Query("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = $p0", [table], row => row.GetInt32(0)).Count > 0;

    /// <summary>Of the tables that are no collection, too: the name is quoted, whatever it is.</summary>
    private long Count(string table) =>
        _session.Query($"SELECT count(*) FROM \"{table.Replace("\"", "\"\"", StringComparison.Ordinal)}\"", [], row => row.GetInt64(0))[0];

    private static Task<TResult> RunAsync<TResult>(Func<TResult> action, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return Task.FromResult(action());
        }
        catch (SqliteException exception)
        {
            throw new StorageException(SqliteFile.Explain(exception), exception);
        }
    }
}
