using Microsoft.Data.Sqlite;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>One connection with its prepared statements. Belongs to one thread.</summary>
internal sealed class SqliteSession : IDisposable
{
    private const int MostStatements = 256;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = new(StringComparer.Ordinal);

    private SqliteSession(SqliteConnection connection) => _connection = connection;

    /// <summary>False once SQLite itself has rolled the transaction back, as it does when the disk is full.</summary>
    public bool IsInTransaction => SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0;

    /// <summary>
    /// The writing session. Write-ahead logging lets readers go on while it writes. <c>synchronous=FULL</c> makes each commit wait for
    /// the disk: <c>NORMAL</c> would already survive a killed process, since the log is then in the system's page cache, but not a power
    /// cut; and a commit carries all writes that were waiting, so the wait is shared.
    /// </summary>
    public static SqliteSession OpenForWriting(string path)
    {
        var session = Open(path);
        try
        {
            session.Execute("PRAGMA journal_mode = WAL");
            session.Execute("PRAGMA synchronous = FULL");
            session.Execute("PRAGMA journal_size_limit = 67108864");
            session.Query("SELECT count(*) FROM sqlite_master", [], row => row.GetInt64(0));
            return session;
        }
        catch
        {
            session.Dispose();
            throw;
        }
    }

    public static SqliteSession OpenForReading(string path)
    {
        var session = Open(path);
        session.Execute("PRAGMA query_only = ON");
        return session;
    }

    /// <summary>Values stand for <c>$p0</c>, <c>$p1</c> and so on. Returns the number of rows changed.</summary>
    public int Execute(string sql, params IReadOnlyList<object?> values) => Statement(sql, values).ExecuteNonQuery();

    public List<TRow> Query<TRow>(string sql, IReadOnlyList<object?> values, Func<SqliteDataReader, TRow> read)
    {
        using var reader = Statement(sql, values).ExecuteReader();
        var rows = new List<TRow>();
        while (reader.Read())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    public void Dispose()
    {
        ForgetStatements();
        _connection.Dispose();
    }

    private static SqliteSession Open(string path)
    {
        var address = new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 10 };
        var connection = new SqliteConnection(address.ToString());
        try
        {
            connection.Open();
            var session = new SqliteSession(connection);
            session.Execute("PRAGMA busy_timeout = 5000");
            return session;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private SqliteCommand Statement(string sql, IReadOnlyList<object?> values)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            if (_statements.Count >= MostStatements)
            {
                ForgetStatements();
            }

            statement = Create(sql, values.Count);
            _statements.Add(sql, statement);
        }

        for (var i = 0; i < values.Count; i++)
        {
            statement.Parameters[i].Value = values[i] ?? DBNull.Value;
        }

        return statement;
    }

    private SqliteCommand Create(string sql, int values)
    {
        var statement = _connection.CreateCommand();
#pragma warning disable CA2100 // The text is made of validated names and numbered parameters; no value is ever part of it.
        statement.CommandText = sql;
#pragma warning restore CA2100
        for (var i = 0; i < values; i++)
        {
            statement.Parameters.Add(new SqliteParameter { ParameterName = $"$p{i}" });
        }

        return statement;
    }

    private void ForgetStatements()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        _statements.Clear();
    }
}
