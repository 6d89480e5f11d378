using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class PasswordGateTests
{
    [Fact]
    public async Task A_second_check_of_the_same_address_waits_for_the_first()
    {
        using var gate = new PasswordGate();
        var first = await gate.EnterAsync("ADA", CancellationToken.None);

        var second = gate.EnterAsync("ADA", CancellationToken.None);

        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second.WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task Leaving_twice_lets_only_one_in()
    {
        using var gate = new PasswordGate();
        var first = await gate.EnterAsync("ADA", CancellationToken.None);
        var second = gate.EnterAsync("ADA", CancellationToken.None);
        var third = gate.EnterAsync("ADA", CancellationToken.None);

        first.Dispose();
        first.Dispose();

        using var turn = await second.WaitAsync(TimeSpan.FromSeconds(10));
        Assert.False(third.IsCompleted);
    }

    [Fact]
    public async Task Who_gives_up_waiting_does_not_block_the_next()
    {
        using var gate = new PasswordGate();
        using var patience = new CancellationTokenSource();
        var first = await gate.EnterAsync("ADA", CancellationToken.None);
        var impatient = gate.EnterAsync("ADA", patience.Token);

        await patience.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        first.Dispose();
        (await gate.EnterAsync("ADA", CancellationToken.None).WaitAsync(TimeSpan.FromSeconds(10))).Dispose();
    }

    [Fact]
    public async Task Many_addresses_check_at_most_half_of_the_processors_at_once()
    {
        using var gate = new PasswordGate();
        var inside = 0;
        var most = 0;

        await Task.WhenAll(Enumerable.Range(0, 50).Select(async number =>
        {
            using var turn = await gate.EnterAsync($"user {number}", CancellationToken.None);
            var now = Interlocked.Increment(ref inside);
            InterlockedMax(ref most, now);
            await Task.Yield();
            Interlocked.Decrement(ref inside);
        }));

        Assert.InRange(most, 1, Math.Max(1, Environment.ProcessorCount / 2));
    }

    private static void InterlockedMax(ref int target, int value)
    {
        int seen;
        while ((seen = Volatile.Read(ref target)) < value && Interlocked.CompareExchange(ref target, value, seen) != seen)
        {
        }
    }
}
