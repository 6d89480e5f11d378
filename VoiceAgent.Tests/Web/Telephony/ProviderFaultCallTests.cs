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
        var bystander = await StartAsync("+12025550160", "Hello there.", "Hello there.");
        await app.TalkingAsync(bystander.Owner);

        var calls = await StartAllAsync("+1202555017",
        [
            new("elevenlabs:error#1", Recovers: false, "ElevenLabs"),
            new("elevenlabs:quota#1", Recovers: false, "no credit"),
            new("elevenlabs:silence#1", Recovers: false, "ElevenLabs stopped answering"),
            new("deepgram:401#1", Recovers: false, "Deepgram refused the speech-to-text key"),
            new("deepgram:500#2", Recovers: false, "Deepgram could not be reached"),
            new("deepgram:close@2#1", Recovers: true),
            new("deepgram:drop@1#1", Recovers: true),
            new("deepgram:garbage@1#1", Recovers: true),
        ]);

        await AssertAsync(calls);
        Assert.True((await bystander.Report).Succeeded);
        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(bystander.Owner)).EndReason);
    }

    [Fact]
    public async Task A_model_that_fails_in_its_answer_ends_the_call_with_an_apology()
    {
        var bystander = await StartAsync("+12025550161", script => script with { StaySilent = TimeSpan.FromSeconds(8) });
        await app.TalkingAsync(bystander.Owner);

        var calls = await StartAllAsync("+1202555018",
        [
            new("openai:quota#1", Recovers: false, "OpenAI says the account has no credit left"),
            new("openai:500#2", Recovers: false, "OpenAI could not be reached"),
            new("openai:silence#2", Recovers: false, "OpenAI stopped answering"),
            new("openai:drop@3#2", Recovers: false, "OpenAI broke off"),
        ]);

        await AssertAsync(calls);
        Assert.Null((await bystander.Report).Problem);
        Assert.Equal(CallEndReason.CallerHungUp, (await app.EndedCallAsync(bystander.Owner)).EndReason);
    }

    private Task<StartedCall> StartAsync(string number, params string[] lines) => StartAsync(number, script => script with { Lines = lines });

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
            var call = await StartAsync(numbers + calls.Count, "Hello there.");
            calls.Add((next, call));
            await Eventually.HoldsAsync(() => app.Sandbox.Faults.Active.Count == 0 || call.Report.IsCompleted);
            app.Sandbox.Faults.Clear();
        }

        return calls;
    }

    private async Task AssertAsync(List<(Case Case, StartedCall Call)> calls)
    {
        var problems = new List<string>();
        foreach (var (fault, started) in calls)
        {
            var said = await started.Report;
            var call = await app.EndedCallAsync(started.Owner);
            problems.Add($"{fault.Fault}: {said.EndReason}, {call.EndReason}, {call.Problem}, heard [{said.Greeting}] [{string.Join('|', said.Turns.Select(turn => turn.Agent))}] took {call.EndedAt - call.AnsweredAt}");
        }

        Assert.Fail(string.Join('\n', problems));
    }

    /// <summary>A fault, whether it can be overcome, and what the owner is told when it cannot.</summary>
    private sealed record Case(string Fault, bool Recovers, string? Problem = null);

    private sealed record StartedCall(Owner Owner, Task<PhoneReport> Report);
}
