using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Reliability;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Reliability;

/// <summary>A handful of the cases of the <c>faults</c> command against the real application. No time is judged here: the machine may be busy.</summary>
[Trait("Kind", "Host")]
public sealed class FaultRunTests
{
    [Fact]
    public Task A_call_survives_who_listens_answers_and_speaks_failing() => AssertSurvivesAsync(
        Case("soniox", "drop", FaultMoment.MidStream),
        Case("openai", "503", FaultMoment.Connect),
        Case("grok", "error", FaultMoment.MidStream),
        Case("elevenlabs", "401", FaultMoment.Connect),
        Case("hume", "close", FaultMoment.FirstResult));

    [Fact]
    public Task A_tool_call_survives_failures_before_and_after_its_result() => AssertSurvivesAsync(
        Case("openai-responses", "drop", FaultMoment.ToolArguments),
        Case("grok", "503", FaultMoment.ToolCall),
        Case("deepgram-flux", "close", FaultMoment.ToolCall),
        Case("tool", "drop", FaultMoment.Connect));

    private static async Task AssertSurvivesAsync(params FaultCase[] cases)
    {
        await using var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, CancellationToken.None);
        await using var app = await RunningApp.StartAsync(
            null, "--Sandbox:Enabled=true", $"--Sandbox:Address={sandbox.Address}", $"--Tools:AllowedPrivateHosts:0={sandbox.Address.Authority}");
        using var faults = new FaultApp(app.Address, TimeProvider.System);

        var report = await new FaultRun(sandbox, faults, null, TimeProvider.System).RunAsync(cases, cases.Length, _ => { }, TestContext.Current.CancellationToken);

        Assert.Equal(cases.Select(which => which.Target.Name), report.Cases.Select(result => result.Provider));
        var broken = report.Cases.Where(result => result is not { EndedWell: true, WordsTwice: 0, WordsLost: 0 });
        Assert.Empty(broken.Select(result => $"{result.Provider} {result.Fault} at {result.Moment}: {result.WordsTwice} twice, {result.WordsLost} lost. {result.Problem}"));
    }

    private static FaultCase Case(string target, string fault, FaultMoment moment) =>
        FaultCase.All.Single(which => which.Target.Name == target && which.Fault == fault && which.Moment == moment);
}
