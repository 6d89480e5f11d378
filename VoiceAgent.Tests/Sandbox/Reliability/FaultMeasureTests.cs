using VoiceAgent.Sandbox.Reliability;

namespace VoiceAgent.Tests.Sandbox.Reliability;

/// <summary>The measure itself: silence, recovery and words are counted as the page on reliability says.</summary>
[Trait("Kind", "Unit")]
public sealed class FaultMeasureTests
{
    // a: the agent is heard; -: silence that is owed; c: the caller speaks.
    [Theory]
    [InlineData("---aa---aaccc--aa", 60, 3, 60)]
    [InlineData("---aa---aaccc--aa", 60, 10, 40)]
    [InlineData("aa-----a", 100, 2, 100)]
    [InlineData("aaaaaaaa", 0, 3, 0)]
    [InlineData("aacc----", 80, 4, null)]
    [InlineData("aacccccc", 0, 3, null)]
    public void Silence_and_recovery_are_counted_in_what_is_owed(string call, int longestSilence, int fault, int? recovery)
    {
        FaultFrame[] frames = [.. call.Select((mark, place) => new FaultFrame(place, mark is 'a', mark is not 'c', call[..place].Contains('c', StringComparison.Ordinal) ? 1 : 0))];

        Assert.Equal(longestSilence, FaultTimes.LongestSilence(frames));
        Assert.Equal(recovery, FaultTimes.Recovery(frames, fault));
    }

    [Theory]
    [InlineData("We open at eight.", "we open at eight", 0)]
    [InlineData("we we open", "we open", 1)]
    [InlineData("we open at eight", "we open", 2)]
    [InlineData("we open", "we open at eight", 0)]
    public void Words_are_counted_as_often_as_they_occur(string some, string others, int beyond) => Assert.Equal(beyond, FaultWords.Beyond([some], [others]));

    [Theory]
    [InlineData("Hello, one moment please. We open One moment, please. at eight.", "hello we open at eight")]
    [InlineData("One moment. One moment, please", "one moment")]
    [InlineData("Please wait one moment", "please wait one moment")]
    public void What_the_agent_says_while_it_waits_is_left_out(string heard, string left) =>
        Assert.Equal(left.Split(' '), FaultWords.Without([heard], FaultDialog.Filler));

    [Fact]
    public void A_report_holds_only_with_every_promise_kept()
    {
        var good = new FaultResult { Provider = "grok", Fault = "drop", Moment = "connect", EndedWell = true, RecoveryMs = 700, LongestSilenceMs = 1000, WordsTwice = 0, WordsLost = 0 };

        Assert.True(FaultReport.Of([good, good with { RecoveryMs = null }]).Summary.Holds);
        FaultResult[] bad = [good with { EndedWell = false }, good with { RecoveryMs = 1501 }, good with { LongestSilenceMs = 3020 }, good with { WordsTwice = 1 }, good with { WordsLost = 1 }];
        Assert.All(bad, result => Assert.False(FaultReport.Of([good, result]).Summary.Holds));
    }

    [Fact]
    public void Every_provider_meets_every_fault_at_every_moment()
    {
        Assert.Equal(
            ["assemblyai", "deepgram", "elevenlabs", "grok", "hume", "openai", "soniox", "tool"],
            FaultCase.All.Select(which => which.Target.Slug).Distinct().Order(StringComparer.Ordinal));
        Assert.Distinct(FaultCase.All);
        Assert.All(FaultCase.All, which => Assert.Equal("key", which.ToFault("key").Key));
        foreach (var target in FaultTarget.All.Where(target => target.Part is not FaultPart.Runs))
        {
            Assert.Equal(7, Count(target, FaultMoment.Connect));
            Assert.Equal(5, Count(target, FaultMoment.FirstResult));
            Assert.Equal(6, Count(target, FaultMoment.MidStream));
            Assert.Equal(target.Part is FaultPart.Answers ? 6 : 0, Count(target, FaultMoment.ToolArguments));
            Assert.Equal(target.Part is FaultPart.Listens || target.NeedsOneSocketPerCall ? 5 : 11, Count(target, FaultMoment.ToolCall));
        }

        static int Count(FaultTarget target, FaultMoment moment) => FaultCase.All.Count(which => which.Target == target && which.Moment == moment);
    }
}
