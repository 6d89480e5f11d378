using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Calls.Answering;

[Trait("Kind", "Unit")]
public sealed class ServerLatenessTests : IDisposable
{
    private readonly ServiceProvider _meters = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public void Dispose() => _meters.Dispose();

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(200, 1, 6)]
    [InlineData(200, 10, 57)]
    [InlineData(200, 100, 193)]
    [InlineData(-5, 100, 0)]
    public void The_mean_follows_what_lasts_and_not_a_single_pause(int lateMs, int times, int expectedMs)
    {
        var lateness = new ServerLateness(new ManualTime(), _meters.GetRequiredService<IMeterFactory>());
        for (var i = 0; i < times; i++)
        {
            lateness.Note(TimeSpan.FromMilliseconds(lateMs), ServerLateness.Interval);
        }

        Assert.InRange(lateness.Mean.TotalMilliseconds, expectedMs - 2, expectedMs + 2);
    }

    [Fact]
    public void What_stood_still_for_longer_than_the_mean_reaches_back_counts_whole_and_is_forgotten_in_seconds()
    {
        var lateness = new ServerLateness(new ManualTime(), _meters.GetRequiredService<IMeterFactory>());

        lateness.Note(TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(4.1));
        Assert.Equal(TimeSpan.FromSeconds(4), lateness.Mean);

        for (var i = 0; i < 150; i++)
        {
            lateness.Note(TimeSpan.Zero, ServerLateness.Interval);
        }

        Assert.True(lateness.Mean < TimeSpan.FromMilliseconds(50), $"{lateness.Mean}");
    }

    [Fact]
    public async Task It_measures_itself_while_the_server_runs()
    {
        var time = new ManualTime();
        using var lateness = new ServerLateness(time, _meters.GetRequiredService<IMeterFactory>());
        await lateness.StartAsync(CancellationToken.None);
        await Eventually.HoldsAsync(() => time.Timers == 1);

        time.Advance(ServerLateness.Interval);
        await Eventually.HoldsAsync(() => time.Timers == 1);
        Assert.Equal(TimeSpan.Zero, lateness.Mean);

        time.Advance(ServerLateness.Interval + TimeSpan.FromMilliseconds(500));
        await Eventually.HoldsAsync(() => lateness.Mean > TimeSpan.Zero);
        Assert.Equal(TimeSpan.FromMilliseconds(100), lateness.Mean);

        await lateness.StopAsync(CancellationToken.None);
    }
}
