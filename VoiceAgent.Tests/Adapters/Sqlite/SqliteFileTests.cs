using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using VoiceAgent.Core;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Contracts.Documents;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Sqlite;

[Trait("Kind", "Adapter")]
public sealed class SqliteFileTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task File_and_folder_are_made_for_their_owner_only()
    {
        if (OperatingSystem.IsWindows())
        {
            // File modes are a matter of Unix.
            return;
        }

        var path = Path.Combine(_database.Folder, "a", "b", "voice.db");

        await using var store = TestDatabase.Open(path);
        await store.Open(Sample.Collection).InsertAsync(new Sample { Id = "1" }, Token);

        const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        foreach (var file in new[] { path, $"{path}-wal", $"{path}-shm" })
        {
            Assert.Equal(Owner, File.GetUnixFileMode(file));
        }

        Assert.Equal(Owner | UnixFileMode.UserExecute, File.GetUnixFileMode(Path.GetDirectoryName(path)!));
    }

    [Fact]
    public async Task A_path_that_cannot_be_a_database_is_refused_in_words()
    {
        var text = Path.Combine(_database.Folder, "notes.txt");
        await File.WriteAllTextAsync(text, string.Concat(Enumerable.Repeat("These are notes and no database. ", 100)), Token);
        (string Path, string Message)[] cases =
        [
            (string.Empty, "Storage:Path is empty. Set it to a file for the database, such as data/voiceagent.db."),
            ("  ", "Storage:Path is empty. Set it to a file for the database, such as data/voiceagent.db."),
            (_database.Folder, $"Storage:Path cannot be used: {_database.Folder}. It is a folder."),
            (Path.Combine(text, "voice.db"), $"Storage:Path cannot be used: {Path.Combine(text, "voice.db")}."),
            ("a\0b", "Storage:Path cannot be used"),
            (text, $"Storage:Path cannot be used: {text}. The database file is damaged or is no SQLite database. Restore a backup"),
        ];
        foreach (var (path, message) in cases)
        {
            var result = new StorageOptionsValidator().Validate(null, new StorageOptions { Path = path });
            Assert.StartsWith(message, result.FailureMessage, StringComparison.Ordinal);

            await using var store = TestDatabase.Open(path);
            var failure = await Assert.ThrowsAsync<StorageException>(() => store.ConnectAsync(Token));
            Assert.Equal(result.FailureMessage, failure.Message);
        }

        Assert.StartsWith("These are notes", await File.ReadAllTextAsync(text, Token), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_host_does_not_start_on_a_path_that_cannot_be_a_database()
    {
        var builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddInMemoryCollection([new("Storage:Path", string.Empty)]);
        builder.Services.AddVoiceAgentCore(builder.Configuration);
        builder.Services.AddSingleton<IMediaAddress, NoMediaAddress>();
        using var host = builder.Build();

        var failure = await Assert.ThrowsAnyAsync<Exception>(() => host.StartAsync(Token));

        Assert.Contains("Storage:Path is empty.", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_damaged_in_the_middle_fails_what_needs_it_and_says_so()
    {
        await using (var store = _database.Open())
        {
            var samples = store.Open(Sample.Collection);
            await Task.WhenAll(Enumerable.Range(0, 500).Select(i => samples.InsertAsync(new Sample { Id = $"{i}", Text = new string('x', 2000) }, Token)));
        }

        var bytes = await File.ReadAllBytesAsync(_database.Path, Token);
        bytes.AsSpan(8192).Fill(0xA5);
        await File.WriteAllBytesAsync(_database.Path, bytes, Token);

        await using var damaged = _database.Open();
        var failure = await Assert.ThrowsAsync<StorageException>(() => damaged.Open(Sample.Collection).CountAsync(_ => true, Token));

        Assert.Contains("damaged", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_existing_file_is_opened_with_its_documents_and_a_closed_store_says_so()
    {
        var first = _database.Open();
        var samples = first.Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "1" }, Token);
        await first.DisposeAsync();
        await first.DisposeAsync();

        await Assert.ThrowsAsync<ObjectDisposedException>(() => samples.FindAsync("1", Token));
        using var second = _database.Open();
        Assert.NotNull(await second.Open(Sample.Collection).FindAsync("1", Token));
    }
}
