using VoiceAgent.Core.Keys.Intake;

namespace VoiceAgent.Tests.Core.Keys.Intake;

[Trait("Kind", "Unit")]
public sealed class WebhookPublicKeyTests
{
    private const string Raw = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";

    [Theory]
    [InlineData(Raw)]
    [InlineData("  " + Raw + "\n")]
    [InlineData("MCowBQYDK2VwAyEAebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=")]
    public void The_raw_and_the_SPKI_form_give_the_same_32_bytes(string text)
    {
        Assert.Null(WebhookPublicKey.Check(text, out var publicKey));
        Assert.Equal(Raw, publicKey);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("   ")]
    public void Nothing_typed_is_no_problem_and_no_key(string? text)
    {
        Assert.Null(WebhookPublicKey.Check(text, out var publicKey));
        Assert.Null(publicKey);
    }

    [Theory]
    [InlineData("KEY0123456789", "looks like a Telnyx API key")]
    [InlineData("not base64!", "not base64")]
    [InlineData("ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ", "not base64")]
    [InlineData("c2hvcnQ=", "another length")]
    [InlineData("NCowBQYDK2VwAyEAebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=", "another length")]
    [InlineData("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "another length")]
    public void What_is_no_public_key_is_refused_with_the_reason(string text, string expected)
    {
        Assert.Contains(expected, WebhookPublicKey.Check(text, out var publicKey), StringComparison.Ordinal);
        Assert.Null(publicKey);
    }
}
