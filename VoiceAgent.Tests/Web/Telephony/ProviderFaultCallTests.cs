using VoiceAgent.Core.Calls;
using VoiceAgent.Sandbox.Phone;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Providers that fail in the middle of a call: it recovers, or ends with an apology, and no other call notices.</summary>
[Trait("Kind", "Host")]
public sealed class ProviderFaultCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    private const string Apology = "I'm sorry, bye.";

    [Fact]
    public async Task Faults_at_the_start_of_a_call_end_it_well_or_are_overcome()
    {
        // Speaks so late that the faults have met their calls by then.
        var bystander = await StartAsync(
            "+12025550160", script => script with { Lines = ["Hello there.", "Hello there."], AgentSilence = TimeSpan.FromSeconds(2) });
        await app.TalkingAsync(bystander.Owner);

        var calls = await StartAllAsync("+1202555017",
        [
            new("deepgram:401#1", "Deepgram refused the speech-to-text key"),
            new("deepgram:500#2", "Deepgram could not be reached"),
            new("deepgram:close@2#1", Problem: null),
            new("deepgram:drop@1#1", Problem: null),
            new("deepgram:garbage@1#1", Problem: null),
        ]);

        await AssertAsync(calls);
        Assert.True((await bystander.Report).Succeeded);
        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(bystander.Owner)).EndReason);
    }

    [Fact]
    public Task Faults_of_the_voice_are_met_by_the_socket_that_is_dialled_while_it_rings_or_by_the_greetings_own() => AssertOneByOneAsync("+1202555019",
    [
        new("elevenlabs:quota#2", "no credit", Apologises: false),
        new("elevenlabs:silence#1", Problem: null),
        new("elevenlabs:error#1", Problem: null),
    ]);

    [Fact]
    public async Task A_model_that_fails_in_its_answer_ends_the_call_with_an_apology()
    {
        // Asks the model nothing, so that a fault of every answer is one of the other calls' only.
        var bystander = await StartAsync("+12025550161", script => script with { StaySilent = TimeSpan.FromSeconds(15) });
        await app.TalkingAsync(bystander.Owner);

        await AssertOneByOneAsync("+1202555018",
        [
            new("openai:quota", "OpenAI says the account has no credit left"),
            new("openai:500", "OpenAI could not be reached"),
            new("openai:silence", "OpenAI stopped answering"),
            new("openai:drop@3", "OpenAI broke off"),
        ]);

        Assert.Null((await bystander.Report).Problem);
        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(bystander.Owner)).EndReason);
    }

    private async Task AssertOneByOneAsync(string numbers, Case[] cases)
    {
        foreach (var (index, next) in cases.Index())
        {
            app.Sandbox.Faults.Add(next.Fault);
            var call = await StartAsync(numbers + index, script => script with { Lines = ["Hello there."] });
            await AssertAsync([(next, call)]);
            app.Sandbox.Faults.Clear();
        }
    }

    private async Task<StartedCall> StartAsync(string number, Func<PhoneScript, PhoneScript> change)
    {
        var owner = await app.OwnerAsync(number, setup => setup.Agent.WithTurns(turns => turns with { Apology = Apology }));
        return new StartedCall(owner, app.CallAsync(change(CallingApp.Script(owner))));
    }

    /// <summary>Starts a call for each fault, the next one when the call before has met its own.</summary>
    private async Task<List<(Case Case, StartedCall Call)>> StartAllAsync(string numbers, Case[] cases)
    {
        var calls = new List<(Case, StartedCall)>();
        foreach (var next in cases)
        {
            app.Sandbox.Faults.Add(next.Fault);
            var call = await StartAsync(numbers + calls.Count, script => script with { Lines = ["Hello there."] });
            calls.Add((next, call));
            await Eventually.HoldsAsync(() => app.Sandbox.Faults.Active.Count == 0 || call.Report.IsCompleted);
            app.Sandbox.Faults.Clear();
        }

        return calls;
    }

    private async Task AssertAsync(List<(Case Case, StartedCall Call)> calls)
    {
        foreach (var (expected, started) in calls)
        {
            var report = await started.Report;
            var call = await app.EndedCallAsync(started.Owner);
            var seen = $"{expected.Fault}: {report.EndReason}, {call.EndReason}, {call.Problem}, heard \"{report.Greeting}\" and \"{string.Join('|', report.Turns.Select(turn => turn.Agent))}\"";
            if (expected.Problem is null)
            {
                Assert.True(report.Succeeded && call is { EndReason: CallEndReason.CallerHungUp, Problem: null }, seen);
                continue;
            }

            var heard = string.Join(' ', [report.Greeting, .. report.Turns.Select(turn => turn.Agent)]);
            Assert.True(report.EndReason == "agent_hung_up" && call.EndReason is CallEndReason.ProviderFailed, seen);
            Assert.True(call.Problem?.Contains(expected.Problem) is true && heard.EndsWith(Apology, StringComparison.Ordinal) == expected.Apologises, seen);
            Assert.True(call.EndedAt - call.AnsweredAt < TimeSpan.FromSeconds(20), seen);
        }
    }

    /// <param name="Fault">What goes wrong.</param>
    /// <param name="Problem">What the owner is told; null when the call goes on.</param>
    /// <param name="Apologises">Whether a voice is left to apologise.</param>
    private sealed record Case(string Fault, string? Problem, bool Apologises = true);

    private sealed record StartedCall(Owner Owner, Task<PhoneReport> Report);
}
