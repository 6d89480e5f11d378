using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Adapters.Sqlite;

/// <summary>
/// A process that is killed while it writes loses nothing that it was told is written. The process is this very test in a second role,
/// which the environment variable gives it: it writes and prints what was acknowledged.
/// </summary>
[Trait("Kind", "Adapter")]
public sealed class SqliteKillTests : IDisposable
{
    private const string PathVariable = "VOICEAGENT_TESTS_DATABASE";
    private const int Rounds = 4;
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Every_acknowledged_write_survives_a_kill_at_any_moment()
    {
        if (Environment.GetEnvironmentVariable(PathVariable) is { } path)
        {
            await WriteAndPrintAsync(path);
            return;
        }

        var inserted = new HashSet<string>(StringComparer.Ordinal);
        var counted = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var round = 0; round < Rounds; round++)
        {
            await WriteUntilKilledAsync(Random.Shared.Next(1, 1500), inserted, counted);

            Assert.Equal(["ok"], _database.Raw("PRAGMA integrity_check"));
            await using var store = _database.Open();
            var entries = store.Open(Entry.Collection);
            var stored = await entries.QueryAsync(new DocumentQuery<Entry> { Where = entry => entry.Count == 0, Take = int.MaxValue }, Token);
            Assert.Superset(inserted, stored.Select(entry => entry.Document.Id).ToHashSet(StringComparer.Ordinal));
            Assert.All(stored, entry => Assert.Equal(Entry.Hash(entry.Document.Text), entry.Document.Check));
            foreach (var (id, count) in counted)
            {
                var counter = await entries.FindAsync(id, Token);
                Assert.InRange(counter!.Document.Count, count, count + 1);
                Assert.Equal(counter.Document.Count, counter.Version);
            }
        }
    }

    private static async Task WriteAndPrintAsync(string path)
    {
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(60), TimeProvider.System);
        await using var store = TestDatabase.Open(path);
        var entries = store.Open(Entry.Collection);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => WriteAsync(entries, writer, end.Token)));
    }

    private static async Task WriteAsync(IDocuments<Entry> entries, int writer, CancellationToken cancellationToken)
    {
        var counter = Entry.New(1) with { Id = $"counter-{Environment.ProcessId}-{writer}" };
        await entries.InsertAsync(counter, cancellationToken);
        while (!cancellationToken.IsCancellationRequested)
        {
            var entry = Entry.New(0);
            await entries.InsertAsync(entry, cancellationToken);
            Console.Out.WriteLine($"inserted {entry.Id} .");
            var changed = await entries.UpdateAsync(counter.Id, stored => stored with { Count = stored.Count + 1 }, cancellationToken);
            Console.Out.WriteLine($"counted {counter.Id} {changed!.Count} .");
        }
    }

    /// <summary>Kills the process when it has printed so many lines, then takes what it had printed until then.</summary>
    private async Task WriteUntilKilledAsync(int lines, HashSet<string> inserted, Dictionary<string, int> counted)
    {
        using var process = SecondRole.Start(typeof(SqliteKillTests), nameof(Every_acknowledged_write_survives_a_kill_at_any_moment), PathVariable, _database.Path);
        var seen = 0;
        var output = new StringBuilder();
        while (await process.StandardOutput.ReadLineAsync(Token) is { } line)
        {
            switch (line.Split(' '))
            {
                case ["inserted", var id, "."]:
                    inserted.Add(id);
                    break;
                case ["counted", var id, var count, "."]:
                    counted[id] = int.Parse(count, CultureInfo.InvariantCulture);
                    break;
                default:
                    output.AppendLine(line);
                    continue;
            }

            if (++seen == lines)
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Token);
        Assert.True(seen >= lines, $"The writer ended by itself:\n{output}");
    }

    private sealed record Entry
    {
        public required string Id { get; init; }

        public required int Count { get; init; }

        public required string Text { get; init; }

        public required string Check { get; init; }

        public static DocumentCollection<Entry> Collection { get; } = new()
        {
            Name = "entries",
            Id = entry => entry.Id,
            Indexes = [DocumentIndex<Entry>.On("count", entry => entry.Count), DocumentIndex<Entry>.Unique("text", entry => entry.Text)],
        };

        public static Entry New(int count)
        {
            var text = RandomNumberGenerator.GetHexString(1000);
            return new Entry { Id = Guid.CreateVersion7().ToString("N"), Count = count, Text = text, Check = Hash(text) };
        }

        public static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }
}
