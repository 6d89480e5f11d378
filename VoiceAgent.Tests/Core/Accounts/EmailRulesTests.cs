using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class EmailRulesTests
{
    [Theory]
    [InlineData("ada@example.com")]
    [InlineData("ada+voice@localhost")]
    [InlineData("ädä@例え.jp")]
    public void An_address_is_accepted(string email) => Assert.Null(EmailRules.Check(email));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("ada")]
    [InlineData("@example.com")]
    [InlineData("ada@")]
    [InlineData("ada@home@example.com")]
    [InlineData("ada lovelace@example.com")]
    [InlineData("ada@example.com\n")]
    [InlineData("ada\0@example.com")]
    public void What_is_no_address_is_refused(string? email) => Assert.NotNull(EmailRules.Check(email));

    [Fact]
    public void An_address_too_long_for_mail_is_refused() =>
        Assert.Equal("This e-mail address is too long.", EmailRules.Check(new string('a', 250) + "@example.com"));
}
