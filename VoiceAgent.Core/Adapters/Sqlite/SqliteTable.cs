using System.Linq.Expressions;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>
/// Names and SQL of one collection: <c>(id, version, schema, body)</c>, the body being the document's JSON. Names are validated, and paths
/// are by construction; everything else travels as a parameter.
/// </summary>
internal sealed partial class SqliteTable
{
    /// <summary>The table that remembers the schemas of the others.</summary>
    public const string Collections = "_collections";

    private readonly string? _expiry;

    private SqliteTable(string name, string? expiry, IReadOnlyDictionary<string, string> indexes)
    {
        Name = name;
        _expiry = expiry;
        Indexes = indexes;
        Find = $"SELECT id, version, schema, body FROM \"{name}\" WHERE id = $p0{Alive(1)}";
        Insert = $"INSERT INTO \"{name}\" (id, version, schema, body) VALUES ($p0, 1, $p1, $p2)";
        Replace = $"UPDATE \"{name}\" SET version = version + 1, schema = $p1, body = $p2 WHERE id = $p0 AND version = $p3{Alive(4)}";
        Delete = $"DELETE FROM \"{name}\" WHERE id = $p0{Alive(1)}";
        DeleteExpired = expiry is null ? null : $"DELETE FROM \"{name}\" WHERE {expiry} <= $p0";
    }

    public string Name { get; }

    /// <summary>The statements that make the indexes, by index name.</summary>
    public IReadOnlyDictionary<string, string> Indexes { get; }

    /// <summary>Takes id, now.</summary>
    public string Find { get; }

    /// <summary>Takes id, schema, body.</summary>
    public string Insert { get; }

    /// <summary>Takes id, schema, body, version, now.</summary>
    public string Replace { get; }

    /// <summary>Takes id, now.</summary>
    public string Delete { get; }

    /// <summary>Takes now; null when documents of this collection do not expire.</summary>
    public string? DeleteExpired { get; }

    /// <summary>Makes the table of a collection, and the one that remembers schemas, where they are missing.</summary>
    public static void Create(SqliteSession session, string name)
    {
        session.Execute($"CREATE TABLE IF NOT EXISTS {Collections} (name TEXT PRIMARY KEY NOT NULL, schema INTEGER NOT NULL, upgraded INTEGER NOT NULL)");
        session.Execute(
            $"CREATE TABLE IF NOT EXISTS \"{Checked(name)}\" "
            + "(id TEXT PRIMARY KEY NOT NULL, version INTEGER NOT NULL, schema INTEGER NOT NULL, body TEXT NOT NULL)");
    }

    public static SqliteTable Of<T>(DocumentCollection<T> collection)
        where T : class
    {
        var name = Checked(collection.Name);
        var indexes = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var index in collection.Indexes)
        {
            AddIndex(indexes, name, index);
        }

        var expiry = collection.Expiry is null ? null : Extract(collection.Expiry);
        if (expiry is not null)
        {
            indexes.Add($"{name}.expiry", $"CREATE INDEX \"{name}.expiry\" ON \"{name}\" ({expiry}) WHERE {expiry} IS NOT NULL");
        }

        return new SqliteTable(name, expiry, indexes);
    }

    /// <summary>The name a unique index was declared with, from the name in a message of SQLite.</summary>
    public string DeclaredIndex(string index) => index[(Name.Length + 1)..];

    /// <summary>Selects what has not expired; the parameter is now. SQLite ignores a parameter that the text does not use.</summary>
    public string Alive(int parameter) => _expiry is null ? string.Empty : $" AND ({_expiry} IS NULL OR {_expiry} > $p{parameter})";

    private static void AddIndex<T>(Dictionary<string, string> indexes, string table, DocumentIndex<T> index)
        where T : class
    {
        var name = $"{table}.{Checked(index.Name)}";
        var keys = index.Keys.Select(Extract).ToList();
        if (keys.Count == 0)
        {
            throw new ArgumentException($"The index {index.Name} of the collection {table} has no keys.");
        }

        if (!index.IsUnique)
        {
            indexes.Add(name, $"CREATE INDEX \"{name}\" ON \"{table}\" ({string.Join(", ", keys)}, id)");
        }
        else if (keys is [var key])
        {
            // SQLite lets nulls repeat in a unique index, which for one key is exactly what is promised.
            indexes.Add(name, $"CREATE UNIQUE INDEX \"{name}\" ON \"{table}\" ({key})");
        }
        else
        {
            // With several keys a null counts as a value, so it becomes one that JSON cannot hold. Queries need the plain keys beside it.
            var values = string.Join(", ", keys.Select(each => $"ifnull({each}, x'00')"));
            var any = string.Join(" OR ", keys.Select(each => $"{each} IS NOT NULL"));
            indexes.Add(name, $"CREATE UNIQUE INDEX \"{name}\" ON \"{table}\" ({values}) WHERE {any}");
            indexes.Add($"{name}.keys", $"CREATE INDEX \"{name}.keys\" ON \"{table}\" ({string.Join(", ", keys)}, id)");
        }
    }

    private static string Extract(LambdaExpression key) => SqlitePredicate.Extract(DocumentPath.Read(key));

    private static string Checked(string name) => NamePattern().IsMatch(name)
        ? name
        : throw new ArgumentException($"Not a name of a collection or index: {name}. Lower-case letters, digits and underscores, beginning with a letter.");

    [GeneratedRegex(@"^(?!sqlite_)[a-z][a-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
