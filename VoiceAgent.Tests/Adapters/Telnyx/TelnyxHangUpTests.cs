using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Unit")]
public sealed class TelnyxHangUpTests
{
    [Theory]
    [InlineData("user_busy", "486", HangUpCause.Busy)]
    [InlineData("busy", null, HangUpCause.Busy)]
    [InlineData("timeout", "480", HangUpCause.NoAnswer)]
    [InlineData("no_answer", "487", HangUpCause.NoAnswer)]
    [InlineData("call_rejected", "603", HangUpCause.Declined)]
    [InlineData("call_rejected", "403", HangUpCause.Refused)]
    [InlineData("call_rejected", null, HangUpCause.Declined)]
    [InlineData("not_found", "404", HangUpCause.NumberUnknown)]
    [InlineData("unallocated_number", null, HangUpCause.NumberUnknown)]
    [InlineData("originator_cancel", "487", HangUpCause.Cancelled)]
    [InlineData("normal_clearing", "200", HangUpCause.Normal)]
    [InlineData("time_limit", "200", HangUpCause.Normal)]
    [InlineData("unspecified", "unspecified", HangUpCause.Normal)]
    [InlineData("unspecified", "503", HangUpCause.Refused)]
    [InlineData("something_new", "486", HangUpCause.Busy)]
    [InlineData("something_new", "604", HangUpCause.NumberUnknown)]
    [InlineData(null, null, HangUpCause.Normal)]
    public void Causes_are_read_with_the_sip_status(string? cause, string? sip, HangUpCause expected) => Assert.Equal(expected, TelnyxHangUp.Cause(cause, sip));

    [Theory]
    [InlineData("0123456789abcdef0123456789abcdef")]
    [InlineData("a")]
    public void What_is_given_with_a_call_comes_back(string reference) => Assert.Equal(reference, TelnyxClientState.Read(TelnyxClientState.Write(reference)));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAEC")]
    public void What_is_not_ours_is_nothing(string? state) => Assert.Null(TelnyxClientState.Read(state));

    [Fact]
    public void What_is_too_long_is_nothing() => Assert.Null(TelnyxClientState.Read(TelnyxClientState.Write(new string('a', 200))));
}
