using VoiceAgent.Core.Common;

namespace VoiceAgent.Tests.Core.Common;

[Trait("Kind", "Unit")]
public sealed class AsyncSignalTests
{
    [Fact]
    public async Task Signals_before_the_wait_count_as_one()
    {
        var signal = new AsyncSignal();
        signal.Set();
        signal.Set();

        await signal.WaitAsync();
        var second = signal.WaitAsync().AsTask();
        Assert.False(second.IsCompleted);
        signal.Set();
        await second;
    }

    [Fact]
    public async Task No_signal_is_lost_between_threads()
    {
        var signal = new AsyncSignal();
        var made = 0;
        var seen = 0;
        var setter = new Thread(() =>
        {
            for (var i = 0; i < 100_000; i++)
            {
                Interlocked.Increment(ref made);
                signal.Set();
            }
        });
        setter.Start();
        while (seen < 100_000)
        {
            await signal.WaitAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken);
            seen = Volatile.Read(ref made);
        }

        setter.Join();
        Assert.Equal(100_000, seen);
    }
}
