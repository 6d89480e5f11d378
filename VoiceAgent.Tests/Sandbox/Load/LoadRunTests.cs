using VoiceAgent.Sandbox.Load;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Load;

/// <summary>The load generator against the real application: every call is completed and every figure is filled; no time is judged.</summary>
[Trait("Kind", "Host")]
public sealed class LoadRunTests
{
    [Theory]
    [InlineData(false, 1)]
    [InlineData(true, 2)]
    public async Task Every_call_is_completed_and_every_figure_is_there(bool isUnannounced, int turns)
    {
        await using var simulators = await LoadSimulators.StartAsync(port: 0, TimeProvider.System, CancellationToken.None);
        await using var app = await RunningApp.StartAsync(
            null, "--Sandbox:Enabled=true", $"--Sandbox:Address={simulators.Server.Address}", "--Telephony:AllowUnannouncedMedia=true", "--Telephony:UnannouncedNumber=+12025550132");
        using var run = new LoadRun(simulators, app.Address, processId: null, TimeProvider.System);

        var report = await run.RunAsync(new LoadPlan(2, turns) { IsUnannounced = isUnannounced }, TestContext.Current.CancellationToken);

        Assert.Empty(report.Problems);
        Assert.Equal((2, 2, 2 * turns, 0), (report.Calls, report.Completed, report.TurnsAnswered, report.TurnsUnanswered));
        Assert.Equal((turns == 2 ? 2 : 0, 0), (report.BargeIns, report.BargeInsMissed));
        Assert.True(report.Generator.FramesHeard > 100 * turns, $"Only {report.Generator.FramesHeard} frames reached the recogniser.");
        Assert.All(
            [report.OverheadMs.P50, report.GreetingMs.P50, report.FrameLagMs.P99, report.VoiceToVoiceMs.P50, report.CpuSecondsPerCallMinute, report.AllocatedBytesPerFrame],
            figure => Assert.True(figure > 0));
        Assert.NotNull(report.LateFramesPer10k);
    }

    [Fact]
    public async Task A_server_on_another_sandbox_is_not_measured()
    {
        await using var simulators = await LoadSimulators.StartAsync(port: 0, TimeProvider.System, CancellationToken.None);
        await using var app = await RunningApp.StartAsync(null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false");
        using var run = new LoadRun(simulators, app.Address, processId: null, TimeProvider.System);

        var refused = await Assert.ThrowsAsync<LoadException>(() => run.RunAsync(new LoadPlan(1, 1), CancellationToken.None));

        Assert.Contains($"--Sandbox:Address={simulators.Server.Address}", refused.Message);
    }
}
