namespace VoiceAgent.Tests.Fakes;

/// <summary>Waits for what another task is about to bring about, for a bounded time.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(20);

    /// <summary>The first answer that is not null.</summary>
    public static async Task<T> GetAsync<T>(Func<Task<T?>> ask, TimeSpan? limit = null)
        where T : class
    {
        var began = TimeProvider.System.GetTimestamp();
        while (true)
        {
            if (await ask() is { } answer)
            {
                return answer;
            }

            Assert.True(TimeProvider.System.GetElapsedTime(began) < (limit ?? Limit), "It did not happen in time.");
            await Task.Delay(Step, TimeProvider.System);
        }
    }

    public static async Task HoldsAsync(Func<bool> condition) =>
        await GetAsync(() => Task.FromResult(condition() ? "holds" : null));
}
