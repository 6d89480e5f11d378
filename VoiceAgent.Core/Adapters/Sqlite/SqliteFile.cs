using Microsoft.Data.Sqlite;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>Opens the database file, with messages for the operator.</summary>
internal static class SqliteFile
{
    /// <summary>
    /// Makes folder (mode 0700) and file (mode 0600, which SQLite gives its log files too) when they do not exist; the mode of existing
    /// ones is the operator's. Throws <see cref="StorageException"/> when the path cannot be a database.
    /// </summary>
    public static SqliteSession Open(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new StorageException("Storage:Path is empty. Set it to a file for the database, such as data/voiceagent.db.");
        }

        try
        {
            var full = Path.GetFullPath(path);
            CreateFolder(Path.GetDirectoryName(full) ?? throw new IOException("It is the root of the file system."));
            CreateFile(full);
            return SqliteSession.OpenForWriting(full);
        }
        catch (SqliteException exception)
        {
            throw new StorageException($"Storage:Path cannot be used: {path}. {Explain(exception)}", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StorageException(
                $"Storage:Path cannot be used: {path}. {exception.Message} Name a file in a folder that this user can write.",
                exception);
        }
    }

    /// <summary>What went wrong, and the way out where there is one.</summary>
    public static string Explain(SqliteException exception) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_NOTADB or SQLitePCL.raw.SQLITE_CORRUPT =>
            "The database file is damaged or is no SQLite database. Restore a backup, or move it away to start with an empty one.",
        SQLitePCL.raw.SQLITE_FULL => "The disk of the database is full.",
        SQLitePCL.raw.SQLITE_READONLY or SQLitePCL.raw.SQLITE_CANTOPEN or SQLitePCL.raw.SQLITE_PERM =>
            "The database file or its folder cannot be written. Check their owner and mode.",
        SQLitePCL.raw.SQLITE_BUSY => "Another program holds the database file locked.",
        _ => $"The database could not do its work (SQLite error {exception.SqliteExtendedErrorCode}).",
    };

    private static void CreateFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    /// <summary>
    /// An existing file is left to SQLite: closing any other handle of it would drop the locks this process holds on it.
    /// </summary>
    private static void CreateFile(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException("It is a folder.");
        }

        if (File.Exists(path))
        {
            return;
        }

        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        new FileStream(path, options).Dispose();
    }
}
