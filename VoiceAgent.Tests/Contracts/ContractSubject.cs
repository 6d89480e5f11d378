using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What goes wrong at the provider behind a port.</summary>
public enum ContractTrouble
{
    None,
    Unauthorized,
    NoCredit,
    RateLimited,

    /// <summary>A message that nobody can read.</summary>
    Garbage,

    /// <summary>The provider ends the stream before its time.</summary>
    ClosedEarly,

    /// <summary>The connection is reset.</summary>
    Dropped,

    /// <summary>The provider accepts and then says nothing.</summary>
    Silent,

    /// <summary>The provider begins its answer and then says nothing more.</summary>
    SilentLater,

    /// <summary>Every message comes a little late.</summary>
    SlowDrip,

    /// <summary>The provider says that it is down.</summary>
    Down,
}

/// <summary>An implementation of a port that the port's suite runs on.</summary>
/// <param name="Name">How test results call it.</param>
/// <param name="Provider">Null for a fake.</param>
/// <param name="Covers">The types it runs: the port's implementation, and the protocol where one adapter has several.</param>
/// <param name="StartAsync">Makes one that suffers the trouble.</param>
internal sealed record ContractEntry<TPort>(
    string Name, ProviderName? Provider, IReadOnlyList<Type> Covers, Func<ContractTrouble, Task<ContractSubject<TPort>>> StartAsync);

/// <summary>One started implementation.</summary>
internal sealed record ContractSubject<TPort> : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public required TPort Port { get; init; }

    /// <summary>What no exception may show.</summary>
    public string Secret { get; init; } = "no secret at all";

    /// <summary>Mu-law audio in which the implementation hears this text.</summary>
    public Func<string, Task<byte[]>> RecordAsync { get; init; } = text => Task.FromResult(new byte[text.Length * 800]);

    /// <summary>Ends when the provider has seen a connection.</summary>
    public Func<CancellationToken, Task> ConnectedAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>Ends when no connection is open at the provider.</summary>
    public Func<CancellationToken, Task> ReleasedAsync { get; init; } = _ => Task.CompletedTask;

    public Func<ValueTask> Stop { get; init; } = () => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => Stop();

    /// <summary>Runs the port into its trouble: the right kind, nothing told that is secret, nothing left open.</summary>
    public async Task FailsAsync(Func<CancellationToken, Task> run, params ProviderErrorKind[] kinds)
    {
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        var error = await Assert.ThrowsAsync<ProviderException>(() => run(timeout.Token));

        Assert.Contains(error.Kind, kinds);
        Assert.DoesNotContain(Secret, error.ToString(), StringComparison.Ordinal);
        await AssertReleasedAsync();
    }

    /// <summary>Cancels the port while it runs: it ends at once with the cancellation and leaves nothing open.</summary>
    public async Task CancelsAsync(Func<CancellationToken, Task> run)
    {
        using var cancel = new CancellationTokenSource();
        var running = run(cancel.Token);
        await AwaitAsync(ConnectedAsync);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(Patience, TimeProvider.System));
        await AssertReleasedAsync();
    }

    /// <summary>Leaves the port at its first item: nothing is left open.</summary>
    public async Task LeavesEarlyAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> run)
    {
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        await foreach (var _ in run(timeout.Token))
        {
            break;
        }

        Assert.False(timeout.IsCancellationRequested);
        await AssertReleasedAsync();
    }

    public Task AssertReleasedAsync() => AwaitAsync(ReleasedAsync);

    private static async Task AwaitAsync(Func<CancellationToken, Task> wait)
    {
        using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);
        await wait(timeout.Token);
    }
}
