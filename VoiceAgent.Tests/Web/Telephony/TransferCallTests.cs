using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Core.Tools.Transfers;
using VoiceAgent.Sandbox.Phone;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Callers who are put through, over real sockets: webhooks, media and commands of the simulated carrier.</summary>
[Trait("Kind", "Host")]
public sealed class TransferCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("+12025550160", "+12025550170", false)]
    [InlineData("+12025550161", "+12025550171", true)]
    public async Task A_caller_is_put_through_and_hears_the_person(string number, string other, bool isWarm)
    {
        var phone = await app.Sandbox.Phone.AnswerAtAsync(other, new AnswerScript { Line = "Hello, this is Maria." }, Stop);
        var owner = await OwnerAsync(number, other, isWarm);

        var report = await app.CallAsync(CallingApp.Script(owner, "Please transfer my call.") with { StaySilent = TimeSpan.FromSeconds(15) });
        var call = await app.EndedCallAsync(owner);

        Assert.True(report.PutThroughTo == other, string.Join("; ", call.Tools));
        Assert.Contains("Hello, this is Maria.", Assert.Single(report.Turns).Agent, StringComparison.Ordinal);
        Assert.True(phone.WasPutThrough);
        Assert.Equal(isWarm ? ["There is a caller for you. Please transfer my call. I am connecting you now."] : [], phone.Told);
        Assert.Equal((CallEndReason.Transferred, null), (call.EndReason, call.Problem));
        var trace = Assert.Single(call.Tools);
        Assert.Equal((TransferCallTool.ToolName, ToolOutcome.Succeeded, "Transferred."), (trace.Name, trace.Outcome, trace.Result));
        Assert.Contains(call.Transcript, entry => entry.Speaker is Speaker.Agent && entry.Text.Contains("I'm connecting you now.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_caller_whom_nobody_answers_stays_with_the_agent()
    {
        await app.Sandbox.Phone.AnswerAtAsync("+12025550172", new AnswerScript { Answer = PhoneAnswer.Busy }, Stop);
        var owner = await OwnerAsync("+12025550162", "+12025550172", isWarm: false);

        var report = await app.CallAsync(CallingApp.Script(owner, "Please transfer my call.", "What are your opening hours?") with { AgentSilence = TimeSpan.FromSeconds(3) });
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.PutThroughTo);
        Assert.Contains("the line is busy", report.Turns[0].Agent, StringComparison.Ordinal);
        Assert.StartsWith("We are open", report.Turns[1].Agent, StringComparison.Ordinal);
        Assert.Equal((CallEndReason.CallerHungUp, ToolOutcome.Failed), (call.EndReason, Assert.Single(call.Tools).Outcome));
    }

    private async Task<Owner> OwnerAsync(string number, string other, bool isWarm)
    {
        var owner = await app.OwnerAsync(number);
        var agent = Assert.Single(await app.Get<AgentRepository>().ListAsync(owner.Account, Stop));
        await app.Get<AgentToolsets>().ChangeAsync(
            owner.Account,
            agent.Id,
            toolset => toolset with
            {
                BuiltIns = new Dictionary<string, BuiltInToolSetting>(StringComparer.Ordinal) { [TransferCallTool.ToolName] = new(true) },
                TransferTargets = [new TransferTarget { Name = "Maria", Number = other, IsWarm = isWarm }],
            },
            Stop);
        return owner;
    }
}
