using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Adapters.Sqlite;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Contracts.Documents;

namespace VoiceAgent.Tests.Adapters.Sqlite;

[Trait("Kind", "Adapter")]
public sealed class SqliteThreadingTests : IDisposable
{
    private readonly TestDatabase _database = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task Readers_go_on_while_others_write_and_see_every_acknowledged_write()
    {
        await using var store = _database.Open();
        var samples = store.Open(Sample.Collection);
        using var written = new CancellationTokenSource();
        var readers = Enumerable.Range(0, 4).Select(async _ =>
        {
            var last = 0L;
            while (!written.IsCancellationRequested)
            {
                var count = await samples.CountAsync(sample => sample.Number >= 0, Token);
                Assert.InRange(count, last, 2000);
                last = count;
            }
        }).ToList();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(async writer =>
        {
            for (var i = 0; i < 250; i++)
            {
                var id = $"{writer}-{i}";
                await samples.InsertAsync(new Sample { Id = id }, Token);
                Assert.NotNull(await samples.FindAsync(id, Token));
            }
        }));
        await written.CancelAsync();

        await Task.WhenAll(readers);
        Assert.Equal(2000, await samples.CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task While_the_writer_is_busy_no_caller_blocks_reads_answer_and_waiting_writes_can_be_cancelled()
    {
        await using var store = _database.Open();
        var samples = store.Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "busy" }, Token);
        using var reached = new SemaphoreSlim(0);
        using var goOn = new ManualResetEventSlim();
        var busy = samples.UpdateAsync(
            "busy",
            sample =>
            {
                reached.Release();
                goOn.Wait(TimeSpan.FromSeconds(30));
                return sample with { Number = 1 };
            },
            Token);
        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(30), Token));

        using var cancel = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 1000).Select(i => samples.InsertAsync(new Sample { Id = $"{i}" }, Token)).ToList();
        var cancelled = samples.InsertAsync(new Sample { Id = "cancelled" }, cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        Assert.Equal(0, (await samples.FindAsync("busy", Token))!.Document.Number);
        Assert.DoesNotContain(waiting, write => write.IsCompleted);

        goOn.Set();
        await Task.WhenAll([busy, .. waiting]);
        Assert.Equal(1001, await samples.CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task Writes_that_share_a_transaction_fail_and_succeed_each_for_itself()
    {
        await using var store = _database.Open();
        var samples = store.Open(Sample.Collection);
        using var goOn = new ManualResetEventSlim();
        await samples.InsertAsync(new Sample { Id = "busy" }, Token);
        var busy = samples.UpdateAsync("busy", sample => goOn.Wait(TimeSpan.FromSeconds(30)) ? sample with { Number = 1 } : sample, Token);
        var writes = Enumerable.Range(0, 100).Select(i => samples.InsertAsync(new Sample { Id = $"{i}", Code = $"{i / 2}" }, Token)).ToList();

        goOn.Set();
        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));
        await busy;

        Assert.Equal(
            Enumerable.Range(0, 100).Select(i => i % 2 == 0 ? "written" : "code"),
            writes.Select(write => (write.Exception?.InnerException as DuplicateDocumentException)?.Index ?? "written"));
        Assert.Equal(51, await samples.CountAsync(_ => true, Token));
    }

    [Fact]
    public async Task Closing_the_store_completes_what_was_asked_for()
    {
        var store = _database.Open();
        var samples = store.Open(Sample.Collection);
        await samples.CountAsync(_ => true, Token);
        var writes = Enumerable.Range(0, 500).Select(i => samples.InsertAsync(new Sample { Id = $"{i}" }, Token)).ToList();

        await store.DisposeAsync();

        await Task.WhenAll(writes);
        Assert.Equal([500L], _database.Raw("SELECT count(*) FROM samples"));
    }

    [Fact]
    public async Task The_sweeper_deletes_expired_documents_with_every_tick()
    {
        var time = new TickingTime();
        await using var store = _database.Open(time);
        var samples = store.Open(Sample.Collection);
        await samples.InsertAsync(new Sample { Id = "old", ExpiresAt = time.GetUtcNow().AddSeconds(-1) }, Token);
        await samples.InsertAsync(new Sample { Id = "young", ExpiresAt = time.GetUtcNow().AddSeconds(1) }, Token);
        using var sweeper = new SqliteExpirySweeper(store, time, NullLogger<SqliteExpirySweeper>.Instance);
        await sweeper.StartAsync(Token);

        var tick = await time.Timer.Task.WaitAsync(TimeSpan.FromSeconds(30), Token);
        tick();

        var deadline = TimeProvider.System.GetTimestamp();
        while (_database.Raw("SELECT id FROM samples") is not ["young"])
        {
            Assert.True(TimeProvider.System.GetElapsedTime(deadline) < TimeSpan.FromSeconds(30), "The expired document is still there.");
            await Task.Delay(TimeSpan.FromMilliseconds(10), TimeProvider.System, Token);
        }

        await sweeper.StopAsync(Token);
    }

    /// <summary>A standing clock whose first timer fires when told.</summary>
    private sealed class TickingTime : TimeProvider
    {
        public TaskCompletionSource<Action> Timer { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public override DateTimeOffset GetUtcNow() => new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            Timer.TrySetResult(() => callback(state));
            return System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }
}
