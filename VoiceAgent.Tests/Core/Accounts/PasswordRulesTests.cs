using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Tests.Core.Accounts;

[Trait("Kind", "Unit")]
public sealed class PasswordRulesTests
{
    [Theory]
    [InlineData("quiet river under stones")]
    [InlineData("twelve chars")]
    [InlineData("ждём весну на даче")]
    [InlineData("Tr0ub4dor&3xkcd")]
    public void A_long_password_of_any_composition_is_accepted(string password) => Assert.Null(PasswordRules.Check(password, "ada@example.com"));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("short12char")]
    public void Fewer_than_twelve_characters_are_refused(string? password) =>
        Assert.Equal("Use at least 12 characters. A few words in a row are easy to remember.", PasswordRules.Check(password, "ada@example.com"));

    [Fact]
    public void An_endless_password_is_refused() =>
        Assert.Equal("Use at most 256 characters.", PasswordRules.Check(string.Concat(Enumerable.Repeat("abcdefgh 1", 26)), "ada@example.com"));

    [Theory]
    [InlineData("ada.lovelace@example.com")]
    [InlineData("ADA.lovelace@example.com")]
    [InlineData("Ada.Lovelace")]
    public void The_address_is_no_password(string password) =>
        Assert.Equal("Do not use your e-mail address as the password.", PasswordRules.Check(password, "ada.lovelace@example.com"));

    [Theory]
    [InlineData("password1234")]
    [InlineData("P@ssw0rd2026!")]
    [InlineData("Welcome123456")]
    [InlineData("123456789012")]
    [InlineData("qwertyuiopas")]
    [InlineData("aaaaaaaaaaaaa")]
    [InlineData("secretsecret")]
    [InlineData("1q2w3e4r5t6y")]
    [InlineData("administrator")]
    [InlineData("!!!iloveyou!!!")]
    [InlineData("correcthorsebatterystaple")]
    public void What_everybody_tries_first_is_refused(string password) =>
        Assert.Equal("This password is easy to guess. Choose another one.", PasswordRules.Check(password, "ada@example.com"));
}
