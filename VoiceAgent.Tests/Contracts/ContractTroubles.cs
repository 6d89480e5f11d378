using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Contracts;

/// <summary>What the suites of the ports have in common.</summary>
internal static class ContractTroubles
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private static readonly ContractTrouble[] Failures =
    [
        ContractTrouble.Unauthorized, ContractTrouble.NoCredit, ContractTrouble.RateLimited, ContractTrouble.Garbage, ContractTrouble.ClosedEarly,
        ContractTrouble.Dropped, ContractTrouble.Down,
    ];

    /// <summary>Runs a port into each of its troubles: no exception, nor what is inside it, shows the key.</summary>
    public static async Task TellNoKeyAsync<TPort>(
        Func<ContractTrouble, Task<ContractSubject<TPort>>> start, Func<ContractSubject<TPort>, CancellationToken, Task> run)
    {
        foreach (var trouble in Failures)
        {
            await using var subject = await start(trouble);
            using var timeout = new CancellationTokenSource(Patience, TimeProvider.System);

            var error = await Assert.ThrowsAsync<ProviderException>(() => run(subject, timeout.Token));

            for (Exception? inner = error; inner is not null; inner = inner.InnerException)
            {
                Assert.DoesNotContain(subject.Secret, $"{inner.Message} {inner} {string.Join(' ', inner.Data.Values.Cast<object?>())}", StringComparison.Ordinal);
            }
        }
    }

    /// <summary>Several streams of one port side by side: heard to their end, cancelled on the way, and left at their first item.</summary>
    /// <param name="whole">A stream with an end.</param>
    /// <param name="endless">A stream that goes on until it is cancelled, or ends.</param>
    public static async Task EndInEveryWayAsync<T>(Func<CancellationToken, IAsyncEnumerable<T>> whole, Func<CancellationToken, IAsyncEnumerable<T>> endless)
    {
        // Three at once: a provider's socket may carry five.
        for (var round = 0; round < 3; round++)
        {
            await Task.WhenAll(FinishAsync(whole), CancelAsync(endless), LeaveAsync(whole)).WaitAsync(Patience, TimeProvider.System);
        }

        static async Task FinishAsync(Func<CancellationToken, IAsyncEnumerable<T>> whole) => Assert.NotEqual(0, await whole(CancellationToken.None).CountAsync());

        static async Task CancelAsync(Func<CancellationToken, IAsyncEnumerable<T>> endless)
        {
            using var cancel = new CancellationTokenSource(TimeSpan.FromMilliseconds(100), TimeProvider.System);
            try
            {
                await endless(cancel.Token).CountAsync(CancellationToken.None);
            }
            catch (OperationCanceledException)
            {
                Assert.True(cancel.IsCancellationRequested);
            }
        }

        static async Task LeaveAsync(Func<CancellationToken, IAsyncEnumerable<T>> whole) => Assert.True(await whole(CancellationToken.None).AnyAsync());
    }

    /// <summary>A cancelled stream may give what it already has, and then tells that it was cancelled.</summary>
    public static Task EndsCancelledAsync<T>(IAsyncEnumerator<T> stream)
    {
        return Assert.ThrowsAnyAsync<OperationCanceledException>(() => ReadOnAsync().WaitAsync(Patience, TimeProvider.System));

        async Task ReadOnAsync()
        {
            while (await stream.MoveNextAsync())
            {
            }
        }
    }
}
