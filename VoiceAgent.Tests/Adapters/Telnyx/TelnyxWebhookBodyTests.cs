using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class TelnyxWebhookBodyTests : IDisposable
{
    private static readonly DateTimeOffset Now = new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero);
    private readonly SignedWebhook _signer = new();

    public void Dispose() => _signer.Dispose();

    [Theory]
    [InlineData("call.initiated", CarrierEventKind.Initiated)]
    [InlineData("call.answered", CarrierEventKind.Answered)]
    [InlineData("call.hangup", CarrierEventKind.HungUp)]
    [InlineData("streaming.failed", CarrierEventKind.StreamingFailed)]
    [InlineData("streaming_failed", CarrierEventKind.StreamingFailed)]
    public void The_kinds_that_matter_are_told_apart(string type, CarrierEventKind expected)
    {
        var reading = Read($$$$"""{"data":{"event_type":"{{{{type}}}}","id":"e1","payload":{"call_control_id":"v3:a","surprise":{"x":[1]}}},"more":1}""");

        Assert.Equal(expected, reading.Event?.Kind);
    }

    [Fact]
    public void Offered_codecs_keep_their_order()
    {
        var reading = Read("""{"data":{"event_type":"call.initiated","id":"e1","payload":{"call_control_id":"v3:a","direction":"incoming","from":"+12025550133","to":"+12025550131","offered_codecs":"G722, PCMA,PCMU"}}}""");

        Assert.Equal(["G722", "PCMA", "PCMU"], reading.Event!.OfferedCodecs);
        Assert.Equal(("+12025550133", "+12025550131"), (reading.Event.From, reading.Event.To));
    }

    [Theory]
    [InlineData("""{"data":{"event_type":"call.cost","id":"e1","payload":{}}}""")]
    [InlineData("""{"data":{"event_type":"call.recording.saved","id":"e1","payload":{"call_leg_id":"x"}}}""")]
    public void Kinds_that_do_not_matter_are_authentic_and_without_event(string body) =>
        Assert.Equal(new WebhookReading(WebhookVerdict.Authentic), Read(body));

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("""{"data":null}""")]
    [InlineData("""{"data":{"event_type":"call.answered"}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"","payload":{"call_control_id":"v3:a"}}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"e1"}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"e1","payload":{"call_control_id":""}}}""")]
    [InlineData("""{"data":{"event_type":7,"id":"e1"}}""")]
    [InlineData("""{"data":{"event_type":"call.answered","id":"e1","occurred_at":"yesterday","payload":{"call_control_id":"v3:a"}}}""")]
    public void A_signed_body_of_another_form_is_malformed(string body) => Assert.Equal(WebhookVerdict.Malformed, Read(body).Verdict);

    private WebhookReading Read(string body) => TelnyxWebhook.Read(_signer.Sign(body, Now), _signer.PublicKey, Now);
}
