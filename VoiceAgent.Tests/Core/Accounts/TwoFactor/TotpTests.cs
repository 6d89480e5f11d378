using System.Text;
using VoiceAgent.Core.Accounts.TwoFactor;

namespace VoiceAgent.Tests.Core.Accounts.TwoFactor;

/// <summary>Vectors of RFC 6238, appendix B (its eight digits cut to the last six), and RFC 4648, section 10.</summary>
[Trait("Kind", "Unit")]
public sealed class TotpTests
{
    private static readonly byte[] Key = Encoding.ASCII.GetBytes("12345678901234567890");

    [Theory]
    [InlineData(59, "287082")]
    [InlineData(1111111109, "081804")]
    [InlineData(1111111111, "050471")]
    [InlineData(1234567890, "005924")]
    [InlineData(2000000000, "279037")]
    [InlineData(20000000000, "353130")]
    public void Codes_are_those_of_the_standard(long seconds, string code)
    {
        var step = Totp.StepAt(DateTimeOffset.FromUnixTimeSeconds(seconds));

        Assert.Equal(code, Totp.CodeOf(Key, step));
        Assert.Equal(step, Totp.FindStep(Key, code, DateTimeOffset.FromUnixTimeSeconds(seconds)));
    }

    [Theory]
    [InlineData(-2, false)]
    [InlineData(-1, true)]
    [InlineData(0, true)]
    [InlineData(1, true)]
    [InlineData(2, false)]
    public void A_clock_may_be_one_step_off(int steps, bool isAccepted)
    {
        var now = DateTimeOffset.FromUnixTimeSeconds(1234567890);
        var step = Totp.StepAt(now) + steps;

        Assert.Equal(isAccepted ? step : null, Totp.FindStep(Key, Totp.CodeOf(Key, step), now));
    }

    [Theory]
    [InlineData("")]
    [InlineData("5924")]
    [InlineData("0059240")]
    [InlineData("００５９２４")]
    [InlineData("abcdef")]
    public void Anything_else_is_no_code(string typed) => Assert.Null(Totp.FindStep(Key, typed, DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    [Fact]
    public void A_code_may_be_typed_in_two_groups() => Assert.NotNull(Totp.FindStep(Key, " 005 924 ", DateTimeOffset.FromUnixTimeSeconds(1234567890)));

    [Theory]
    [InlineData("", "")]
    [InlineData("f", "MY")]
    [InlineData("fo", "MZXQ")]
    [InlineData("foo", "MZXW6")]
    [InlineData("foob", "MZXW6YQ")]
    [InlineData("fooba", "MZXW6YTB")]
    [InlineData("foobar", "MZXW6YTBOI")]
    public void Base_32_is_that_of_the_standard(string text, string encoded) => Assert.Equal(encoded, Base32.Encode(Encoding.ASCII.GetBytes(text)));

    [Fact]
    public void The_address_names_the_app_and_the_user() => Assert.Equal(
        "otpauth://totp/VoiceAgent:ada%2Bx%40example.com?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=VoiceAgent&digits=6&period=30",
        Totp.AddressOf(Key, "VoiceAgent", "ada+x@example.com"));
}
