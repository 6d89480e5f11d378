using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Tools;
using static VoiceAgent.Tests.Scenarios.ToolScenarioTests;

namespace VoiceAgent.Tests.Scenarios;

/// <summary>Tools at their limits: too many, twice the same, interrupted, and with providers that fail.</summary>
[Trait("Kind", "Scenario")]
public sealed class ToolLimitScenarioTests
{
    [Fact]
    public void A_call_has_so_many_wishes_and_then_goes_on_without()
    {
        var hours = new ScriptedTool("hours", Milliseconds(50), "eight");
        var outcome = Call("""[[hours {"n":1}]]""", """[[hours {"n":2}]]""", "We open at eight.").Tools(hours).ToolLimits(new ToolOptions { MaxCallsPerCall = 1 }).CallerHangsUp(9).Run();

        Assert.Single(hours.Asked);
        Assert.Equal([ToolOutcome.Succeeded, ToolOutcome.Refused], outcome.Call.Tools.Select(tool => tool.Outcome));
        Assert.StartsWith("Too many tools were used in this call.", outcome.Call.Tools[1].Result, StringComparison.Ordinal);
        Assert.Equal(ToolChoice.None, outcome.Stage.LanguageModel.Requests[^1].ToolChoice);
        Assert.EndsWith("Agent: We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_wish_of_a_later_turn_joins_what_is_under_way()
    {
        var book = new ScriptedTool("book", Milliseconds(4000), "booked") { ChangesSomething = true };
        var outcome = Call("I book it for you now. [[book {}]]", "One moment. [[book {}]]", "It is booked.")
            .Tools(book)
            .CallerSays("Is it done already?", from: 4, to: 5)
            .CallerHangsUp(12)
            .Run();

        Assert.Single(book.Asked);
        Assert.Equal([ToolOutcome.Succeeded, ToolOutcome.Succeeded], outcome.Call.Tools.Select(tool => tool.Outcome));
        Assert.Equal(["booked", "booked"], outcome.Call.Tools.Select(tool => tool.Result));
        Assert.EndsWith("It is booked.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_line_that_bridges_a_wait_is_cut_like_any_other()
    {
        var hours = new ScriptedTool("hours", Milliseconds(6000), "eight");
        var outcome = Call("[[hours {}]]", "Of course.")
            .Tools(hours)
            .Fillers(Milliseconds(500), "One moment please while I look that up for you.")
            .CallerSays("Never mind that now.", from: 4, to: 5)
            .CallerHangsUp(9)
            .Run();

        var cut = Assert.Single(outcome.Call.Transcript, entry => entry.Speaker is Speaker.Agent && entry.Text.StartsWith("One moment", StringComparison.Ordinal));
        Assert.NotEqual("One moment please while I look that up for you.", cut.Text);
        Assert.Equal(1, hours.Cancelled);
        Assert.DoesNotContain(Told(outcome.Stage.LanguageModel.Requests[^1]), told => told.Contains("One moment", StringComparison.Ordinal));
        Assert.EndsWith("Agent: Of course.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_that_fails_after_a_tool_is_stood_in_for_with_its_result()
    {
        var hours = new ScriptedTool("hours", Milliseconds(100), "eight");
        var outcome = Call("[[hours {}]]", "We open at eight.")
            .WithSpares()
            .Also(stage => stage.LanguageModel.Faults = number => number == 1 ? new Fault(0, ProviderErrorKind.Unavailable) : null)
            .Tools(hours)
            .CallerHangsUp(12)
            .Run();

        Assert.Single(hours.Asked);
        Assert.Equal("Tool: eight", Told(outcome.Stage.SpareLanguageModel.Requests[0]).Last());
        Assert.Equal(CallEndReason.CallerHungUp, outcome.Call.EndReason);
        Assert.Contains(outcome.Call.Transcript, entry => entry.Speaker is Speaker.Agent && entry.Text.Length > 0);
    }

    [Fact]
    public void A_voice_that_fails_while_a_tool_runs_is_stood_in_for()
    {
        var hours = new ScriptedTool("hours", Milliseconds(3000), "eight");
        var outcome = Call("[[hours {}]]", "We open at eight.")
            .WithSpares()
            .Fillers(Milliseconds(500), "One moment.")
            .Also(stage => stage.TextToSpeech.Faults = _ => new Fault(0, ProviderErrorKind.Unavailable))
            .Tools(hours)
            .CallerHangsUp(14)
            .Run();

        Assert.Equal((1, 0), (hours.Finished, hours.Cancelled));
        Assert.EndsWith("We open at eight.", outcome.Transcript[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void What_changes_something_waits_until_the_caller_has_finished(bool finishes)
    {
        var (asked, outcome) = VirtualTime.Run(async time =>
        {
            var book = new ScriptedTool("book", Milliseconds(10), "booked") { ChangesSomething = true };
            var hours = new ScriptedTool("hours", Milliseconds(10), "eight");
            var mayChange = new TaskCompletionSource();
            using var callEnds = new CancellationTokenSource();
            var told = new List<ConversationEvent>();
            var turn = new ToolTurn(new CallTools([book, hours], new ToolOptions()), new ToolTurnSetup
            {
                Context = ToolScopes.Context(VoiceAgent.Core.Accounts.AccountId.New(), time),
                Post = told.Add,
                Keep = run => _ = run(callEnds.Token),
                MayChange = mayChange.Task,
            });
            var running = turn.RunAsync([new ToolCall("1", "book", "{}"), new ToolCall("2", "hours", "{}")], 0, CancellationToken.None);
            await Task.Delay(TimeSpan.FromSeconds(1), time);
            Assert.Equal((0, 1), (book.Asked.Count, hours.Finished));
            if (finishes)
            {
                mayChange.SetResult();
            }
            else
            {
                callEnds.Cancel();
            }

            await running;
            return (book.Asked.Count, told.OfType<ConversationEvent.ToolFinished>().Single(finished => finished.Id == "1").Outcome);
        });

        Assert.Equal(finishes ? (1, ToolOutcome.Succeeded) : (0, ToolOutcome.Cancelled), (asked, outcome));
    }
}
