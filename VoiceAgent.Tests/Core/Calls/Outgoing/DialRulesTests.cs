using VoiceAgent.Core.Calls.Outgoing;

namespace VoiceAgent.Tests.Core.Calls.Outgoing;

[Trait("Kind", "Unit")]
public sealed class DialRulesTests
{
    private static readonly string[] Own = ["+12025550131"];

    [Theory]
    [InlineData("+12025550172", "+12025550172")]
    [InlineData(" +1 (202) 555-0172 ", "+12025550172")]
    [InlineData("0049 30 23125 010", "+493023125010")]
    [InlineData("+447700900123", "+447700900123")]
    [InlineData("+33123456789", "+33123456789")]
    [InlineData("+351912345678", "+351912345678")]
    [InlineData("+39061234567", "+39061234567")]
    [InlineData("+61291234567", "+61291234567")]
    [InlineData("+819012345678", "+819012345678")]
    [InlineData("+34911234567", "+34911234567")]
    [InlineData("+48600123456", "+48600123456")]
    [InlineData("+79161234567", "+79161234567")]
    public void Ordinary_numbers_are_called(string typed, string number) => Assert.Equal(new DialDecision(number, null, null), DialRules.Decide(typed, Own));

    [Theory]
    [InlineData("")]
    [InlineData(null)]
    [InlineData("2025550172")]
    [InlineData("+120255501")]
    [InlineData("+1202555017200000")]
    [InlineData("+0123456789")]
    [InlineData("+1202555O172")]
    [InlineData("sip:somebody@example.com")]
    [InlineData("+12025550172,911")]
    [InlineData("+19115550172")]
    [InlineData("+12029110172")]
    [InlineData("+11025550172")]
    public void What_is_no_whole_number_with_its_country_is_refused(string? typed) => AssertRefused(DialRefusal.Malformed, typed);

    [Theory]
    [InlineData("112")]
    [InlineData("911")]
    [InlineData("999")]
    [InlineData("000")]
    [InlineData("110")]
    [InlineData("9-1-1")]
    [InlineData("+112")]
    [InlineData("+1911")]
    [InlineData("+49112")]
    [InlineData("+44 999")]
    [InlineData("+353112")]
    public void Emergency_numbers_are_never_called(string typed) => AssertRefused(DialRefusal.Emergency, typed);

    [Theory]
    [InlineData("+19005550172")]
    [InlineData("+12029760172")]
    [InlineData("+449012345678")]
    [InlineData("+448712345678")]
    [InlineData("+4990012345678")]
    [InlineData("+4913712345")]
    [InlineData("+33899123456")]
    [InlineData("+41900123456")]
    [InlineData("+43930123456")]
    [InlineData("+39899123456")]
    [InlineData("+34807123456")]
    [InlineData("+61190123456")]
    [InlineData("+881612345678")]
    [InlineData("+88213123456")]
    [InlineData("+979123456789")]
    public void Numbers_that_cost_more_than_a_call_are_refused(string typed) => AssertRefused(DialRefusal.PremiumRate, typed);

    [Fact]
    public void The_accounts_own_numbers_are_refused() => AssertRefused(DialRefusal.OwnNumber, "+1 202 555 0131");

    private static void AssertRefused(DialRefusal refusal, string? typed)
    {
        var decision = DialRules.Decide(typed, Own);

        Assert.Equal((null, refusal), (decision.Number, decision.Refusal!.Value));
        Assert.EndsWith(".", decision.Message, StringComparison.Ordinal);
    }
}
