using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Core.Telephony;

[Trait("Kind", "Unit")]
public sealed class PhoneNumberTests
{
    [Theory]
    [InlineData("+12025550131", "+12025550131")]
    [InlineData(" +1 (202) 555-0131 ", "+12025550131")]
    [InlineData("0049 30 1234567", "+49301234567")]
    public void Numbers_are_read_as_people_type_them(string typed, string expected)
    {
        Assert.True(PhoneNumber.TryNormalize(typed, out var number));
        Assert.Equal(expected, number);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("2025550131")]
    [InlineData("+1202555013112345")]
    [InlineData("+1202555o131")]
    [InlineData("+12025550131\n1")]
    public void What_is_no_international_number_is_refused(string? typed) => Assert.False(PhoneNumber.TryNormalize(typed, out _));
}
