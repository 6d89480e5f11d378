using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>A database file of one test, opened as often as the test likes.</summary>
public sealed class TestDatabase : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("sqlite-");

    public string Folder => _folder.FullName;

    public string Path => System.IO.Path.Combine(_folder.FullName, "test.db");

    public SqliteDocumentStore Open(TimeProvider? time = null) => Open(Path, time);

    public static SqliteDocumentStore Open(string path, TimeProvider? time = null) =>
        new(Options.Create(new StorageOptions { Path = path }), time ?? TimeProvider.System);

    /// <summary>Reads or changes the file behind the store's back; the first column of every row.</summary>
    public IReadOnlyList<object> Raw(string sql)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path, Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object>();
        while (reader.Read())
        {
            rows.Add(reader.GetValue(0));
        }

        return rows;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
