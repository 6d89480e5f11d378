using System.Text;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Adapters.Telnyx;

/// <summary>The signature vector was made with two independent implementations of Ed25519.</summary>
[Trait("Kind", "Adapter")]
public sealed class TelnyxWebhookTests
{
    private const string PublicKey = "ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=";
    private const string Signature = "3/Ethj/h11v4DGSziG1QeX65T8718FNghMN7GZbtf5IY4LwelxKdvtdUcKfx6qWIS+ZI1zQt7VUJYnQvpk6uBQ==";
    private const string Timestamp = "1750000000";
    private const string Body =
        """{"data":{"event_type":"call.initiated","id":"0ccc7b54-4df3-4bca-a65a-3da1ecc777f0","occurred_at":"2025-06-15T15:06:40.000000Z","payload":{"call_control_id":"v3:test","direction":"incoming"},"record_type":"event"},"meta":{"attempt":1,"delivered_to":"https://example.com/hook"}}""";

    private static readonly DateTimeOffset SignedAt = DateTimeOffset.FromUnixTimeSeconds(1750000000);

    [Fact]
    public void The_documented_vector_is_authentic_and_read()
    {
        var reading = Read(new WebhookDelivery(Encoding.UTF8.GetBytes(Body), Signature, Timestamp), SignedAt);

        Assert.Equal(WebhookVerdict.Authentic, reading.Verdict);
        Assert.NotNull(reading.Event);
        Assert.Equal("0ccc7b54-4df3-4bca-a65a-3da1ecc777f0", reading.Event.EventId);
        Assert.Equal(CarrierEventKind.Initiated, reading.Event.Kind);
        Assert.Equal("v3:test", reading.Event.CallControlId);
        Assert.True(reading.Event.IsInbound);
        Assert.Equal(SignedAt, reading.Event.OccurredAt);
    }

    [Fact]
    public void Every_flipped_bit_of_the_body_is_refused()
    {
        var body = Encoding.UTF8.GetBytes(Body);
        for (var bit = 0; bit < body.Length * 8; bit += 7)
        {
            body[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Equal(WebhookVerdict.WrongSignature, Read(new WebhookDelivery(body, Signature, Timestamp), SignedAt).Verdict);
            body[bit / 8] ^= (byte)(1 << (bit % 8));
        }
    }

    [Theory]
    [InlineData(-300, WebhookVerdict.Authentic)]
    [InlineData(300, WebhookVerdict.Authentic)]
    [InlineData(-301, WebhookVerdict.StaleTimestamp)]
    [InlineData(301, WebhookVerdict.StaleTimestamp)]
    public void A_timestamp_may_be_300_seconds_away(int seconds, WebhookVerdict expected) =>
        Assert.Equal(expected, Read(new WebhookDelivery(Encoding.UTF8.GetBytes(Body), Signature, Timestamp), SignedAt.AddSeconds(seconds)).Verdict);

    [Theory]
    [InlineData(null, Timestamp, WebhookVerdict.MissingSignature)]
    [InlineData(Signature, null, WebhookVerdict.MissingSignature)]
    [InlineData(Signature, "1750000001", WebhookVerdict.WrongSignature)]
    [InlineData(Signature, "soon", WebhookVerdict.StaleTimestamp)]
    [InlineData(Signature, "-1750000000", WebhookVerdict.StaleTimestamp)]
    [InlineData(Signature, "9223372036854775807", WebhookVerdict.StaleTimestamp)]
    [InlineData("not base64", Timestamp, WebhookVerdict.WrongSignature)]
    [InlineData("AAAA", Timestamp, WebhookVerdict.WrongSignature)]
    public void Headers_that_do_not_fit_are_refused(string? signature, string? timestamp, WebhookVerdict expected) =>
        Assert.Equal(expected, Read(new WebhookDelivery(Encoding.UTF8.GetBytes(Body), signature, timestamp), SignedAt).Verdict);

    [Theory]
    [InlineData("")]
    [InlineData("AAAA")]
    [InlineData("not a key")]
    [InlineData("ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmU=")]
    public void Another_accounts_key_or_no_key_at_all_refuses(string publicKey) =>
        Assert.Equal(
            WebhookVerdict.WrongSignature,
            TelnyxWebhook.Read(new WebhookDelivery(Encoding.UTF8.GetBytes(Body), Signature, Timestamp), publicKey, SignedAt).Verdict);

    private static WebhookReading Read(WebhookDelivery delivery, DateTimeOffset now) => TelnyxWebhook.Read(delivery, PublicKey, now);
}
