using System.Text.Json;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Tests.Core.Conversations;

[Trait("Kind", "Unit")]
public sealed class TurnPresetsTests
{
    public static TheoryData<string> Names => [.. TurnPresets.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_is_recognised_whatever_the_agent_says_and_not_once_a_value_is_adjusted(string preset)
    {
        var options = TurnPresets.Apply(preset, new TurnOptions { Apology = "Oh dear.", MaxCallDuration = TimeSpan.FromMinutes(3) });

        Assert.Equal(preset, TurnPresets.Of(options));
        Assert.Equal("Oh dear.", options.Apology);
        Assert.Null(TurnPresets.Of(options with { NumberDelay = TimeSpan.FromMilliseconds(1234) }));
    }

    [Fact]
    public void An_agent_that_was_never_adjusted_is_balanced() => Assert.Equal(TurnPresets.Balanced, TurnPresets.Of(new TurnOptions()));

    [Fact]
    public void Each_preset_is_more_patient_than_the_one_before()
    {
        var delays = TurnPresets.Names.Select(name => TurnPresets.Apply(name, new TurnOptions())).ToArray();

        Assert.Equal(delays.OrderBy(one => one.MinEndpointingDelay), delays);
        Assert.Equal(delays.OrderBy(one => one.MaxEndpointingDelay), delays);
        Assert.Equal(delays.OrderBy(one => one.NumberDelay), delays);
        Assert.Equal(delays.OrderBy(one => one.ShortAnswerDelay), delays);
        Assert.Equal(delays.OrderBy(one => one.EndOfTurnConfidence), delays);
        Assert.Equal(delays.OrderBy(one => one.MinInterruptionDuration), delays);
        Assert.Equal(delays.OrderBy(one => one.FalseInterruptionTimeout), delays);
    }

    [Fact]
    public void Unknown_presets_are_refused_with_those_there_are()
    {
        var refused = Assert.Throws<ArgumentOutOfRangeException>(() => TurnPresets.Apply("Hasty", new TurnOptions()));
        Assert.Contains("Fast, Balanced, Patient", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_stored_before_a_value_existed_have_its_default()
    {
        var stored = JsonSerializer.Deserialize<TurnOptions>("""{"MinEndpointingDelay":"00:00:00.3000000","Apology":"Sorry."}""")!;

        Assert.Equal(new TurnOptions { Apology = "Sorry." }, stored);
    }
}
