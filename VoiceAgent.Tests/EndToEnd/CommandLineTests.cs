using System.Text.Json;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>The sandbox's command line against an app of its own: calls through signed webhooks and real media sockets.</summary>
[Trait("Kind", "EndToEnd")]
public sealed class CommandLineTests(AppProcess app) : IClassFixture<AppProcess>
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("pcmu")]
    [InlineData("pcma")]
    public async Task A_call_is_answered_and_every_turn_too(string codec)
    {
        var (exitCode, report) = await CallAsync("--say", "What are your opening hours?", "--say", "Thank you, goodbye", "--codec", codec);

        Assert.True(exitCode == 0, report.ToString() + app.Output);
        Assert.True(report.GetProperty("answered").GetBoolean());
        var turns = report.GetProperty("turns").EnumerateArray().ToList();
        Assert.Equal(["What are your opening hours?", "Thank you, goodbye"], turns.Select(turn => turn.GetProperty("caller").GetString()));
        Assert.All(turns, turn => Assert.NotEmpty(turn.GetProperty("agent").GetString()!));
        Assert.All(turns, turn => Assert.InRange(turn.GetProperty("voiceToVoiceMs").GetInt32(), 1, 15_000));
        Assert.Equal(0, report.GetProperty("bargeIns").GetInt32());
    }

    [Fact]
    public async Task Speaking_over_the_agent_stops_it()
    {
        var (exitCode, report) = await CallAsync("--say", "What are your opening hours?", "--barge-in");

        Assert.Equal(0, exitCode);
        Assert.InRange(report.GetProperty("bargeIns").GetInt32(), 1, 10);
    }

    [Fact]
    public async Task A_model_without_credit_is_replaced_by_the_accounts_other_one()
    {
        var (exitCode, report) = await CallAsync("--say", "What are your opening hours?", "--fault", "openai:quota");

        Assert.Equal(0, exitCode);
        Assert.NotEmpty(report.GetProperty("turns")[0].GetProperty("agent").GetString()!);
    }

    [Fact]
    public async Task Models_without_credit_are_apologised_for_and_the_agent_hangs_up()
    {
        var (exitCode, report) = await CallAsync("--say", "What are your opening hours?", "--fault", "openai:quota", "--fault", "grok:quota");

        Assert.Equal(1, exitCode);
        Assert.True(report.GetProperty("answered").GetBoolean());
        Assert.Contains("sorry", report.GetProperty("turns")[0].GetProperty("agent").GetString());
        Assert.Equal("agent_hung_up", report.GetProperty("endReason").GetString());
    }

    private async Task<(int ExitCode, JsonElement Report)> CallAsync(params string[] arguments)
    {
        var output = new List<string>();
        using var process = AppProcess.Start(
            AppProcess.ProjectOutput("VoiceAgent.Sandbox"),
            ["call", "--app", app.Address.AbsoluteUri, "--demo", "--json", "-", .. arguments],
            line =>
            {
                lock (output)
                {
                    output.Add(line);
                }
            });
        await process.WaitForExitAsync().WaitAsync(Deadline, TimeProvider.System);
        var json = output.Single(line => line.StartsWith('{'));
        return (process.ExitCode, JsonDocument.Parse(json).RootElement);
    }
}
