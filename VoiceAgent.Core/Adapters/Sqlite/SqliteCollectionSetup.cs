using System.Text.Json;
using Microsoft.Data.Sqlite;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// Brings the stored collection to what the code declares: table, document schema, indexes. The table <c>_collections</c> remembers two
/// numbers per collection: <c>schema</c>, the newest that any document may have, which is raised before the first document is touched and
/// by which older code knows to keep off; and <c>upgraded</c>, the schema that all documents have reached. Each step is a transaction of
/// its own and the whole may be cut off anywhere: the next start goes on with what is still old.
/// </summary>
internal sealed class SqliteCollectionSetup<T>(DocumentCollection<T> collection, SqliteTable table, StoredDocumentReader<T> reader)
    where T : class
{
    private const int BatchSize = 200;

    /// <summary>Makes the table; throws <see cref="StorageException"/> when a newer release has written to it.</summary>
    /// <returns>Whether there may be documents of an older schema.</returns>
    public bool CreateTable(SqliteSession session)
    {
        SqliteTable.Create(session, table.Name);
        session.Execute("INSERT INTO _collections VALUES ($p0, $p1, $p1) ON CONFLICT DO NOTHING", table.Name, collection.SchemaVersion);
        var (schema, upgraded) = session.Query(
            "SELECT schema, upgraded FROM _collections WHERE name = $p0",
            [table.Name],
            row => (row.GetInt32(0), row.GetInt32(1)))[0];

        reader.ThrowIfNewer(schema);
        session.Execute("UPDATE _collections SET schema = $p1 WHERE name = $p0", table.Name, collection.SchemaVersion);
        return upgraded < collection.SchemaVersion;
    }

    /// <summary>
    /// Rewrites the next documents of an older schema. Their versions stay: the document is the same one, in another shape, and whoever
    /// has read it may still replace it.
    /// </summary>
    /// <param name="session">The writer's.</param>
    /// <param name="after">The last id done; empty at first.</param>
    /// <returns>The last id of this batch; null when there is no more.</returns>
    public string? UpgradeBatch(SqliteSession session, string after)
    {
        var batch = session.Query(
            $"SELECT id, schema, body FROM \"{table.Name}\" WHERE id > $p0 AND schema < $p1 ORDER BY id LIMIT {BatchSize}",
            [after, collection.SchemaVersion],
            row => (Id: row.GetString(0), Schema: row.GetInt32(1), Body: row.GetString(2)));
        foreach (var (id, schema, body) in batch)
        {
            var upgraded = JsonSerializer.Serialize(reader.Read(id, schema, body), DocumentJson.Options);
            session.Execute($"UPDATE \"{table.Name}\" SET schema = $p1, body = $p2 WHERE id = $p0", id, collection.SchemaVersion, upgraded);
        }

        return batch.Count == 0 ? null : batch[^1].Id;
    }

    /// <summary>Notes that all documents have the schema, drops indexes that are not declared as they are, makes those that are missing.</summary>
    public bool Finish(SqliteSession session)
    {
        session.Execute("UPDATE _collections SET upgraded = $p1 WHERE name = $p0", table.Name, collection.SchemaVersion);
        var existing = session.Query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND tbl_name = $p0 AND sql IS NOT NULL",
            [table.Name],
            row => (Name: row.GetString(0), Sql: row.GetString(1)));
        foreach (var (name, _) in existing.Where(index => table.Indexes.GetValueOrDefault(index.Name) != index.Sql))
        {
            session.Execute($"DROP INDEX \"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
        }

        foreach (var (name, sql) in table.Indexes.Where(index => !existing.Contains((index.Key, index.Value))))
        {
            Create(session, name, sql);
        }

        return true;
    }

    private void Create(SqliteSession session, string name, string sql)
    {
        try
        {
            session.Execute(sql);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_CONSTRAINT)
        {
            throw new StorageException(
                $"The unique index {table.DeclaredIndex(name)} of the collection {table.Name} cannot be made: stored documents share its values.",
                exception);
        }
    }
}
