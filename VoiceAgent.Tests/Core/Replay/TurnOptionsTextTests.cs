using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay;

namespace VoiceAgent.Tests.Core.Replay;

[Trait("Kind", "Unit")]
public sealed class TurnOptionsTextTests
{
    [Theory]
    [InlineData("minEndpointingDelay", "200ms", "minEndpointingDelay", "200ms")]
    [InlineData("MINENDPOINTINGDELAY", "0.2 s", "minEndpointingDelay", "200ms")]
    [InlineData("maxCallDuration", "2min", "maxCallDuration", "120s")]
    [InlineData("allowInterruptions", "false", "allowInterruptions", "false")]
    [InlineData("silencePromptsBeforeHangUp", "5", "silencePromptsBeforeHangUp", "5")]
    public void A_value_is_set_by_name(string name, string text, string shownName, string shownText)
    {
        var before = new TurnOptions();

        var after = TurnOptionsText.With(before, name, text, out var problem);

        Assert.Null(problem);
        Assert.Equal([(shownName, shownText)], TurnOptionsText.Differences(before, after!));
        Assert.Equal(new TurnOptions(), before);
    }

    [Theory]
    [InlineData("patience", "1s", "There is no turn option 'patience'. There are: minEndpointingDelay, maxEndpointingDelay")]
    [InlineData("minEndpointingDelay", "soon", "'soon' is no value for minEndpointingDelay: a duration such as 200ms or 1.5s.")]
    [InlineData("minEndpointingDelay", "-1s", "'-1s' is no value")]
    [InlineData("minEndpointingDelay", "200", "'200' is no value")]
    [InlineData("allowInterruptions", "maybe", "true or false.")]
    [InlineData("silencePromptsBeforeHangUp", "1.5", "a number.")]
    public void What_is_wrong_is_said(string name, string text, string expected)
    {
        Assert.Null(TurnOptionsText.With(new TurnOptions(), name, text, out var problem));
        Assert.Contains(expected, problem, StringComparison.Ordinal);
    }
}
