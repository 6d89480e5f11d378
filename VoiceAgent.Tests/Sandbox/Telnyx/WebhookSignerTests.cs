using System.Text;
using NSec.Cryptography;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Unit")]
public sealed class WebhookSignerTests
{
    private const string Body =
        """{"data":{"event_type":"call.initiated","id":"0ccc7b54-4df3-4bca-a65a-3da1ecc777f0","occurred_at":"2025-06-15T15:06:40.000000Z","payload":{"call_control_id":"v3:test","direction":"incoming"},"record_type":"event"},"meta":{"attempt":1,"delivered_to":"https://example.com/hook"}}""";

    [Fact]
    public void The_signature_is_that_of_the_protocol_reference()
    {
        using var signer = WebhookSigner.FromSeed([.. Enumerable.Range(1, 32).Select(value => (byte)value)]);
        var body = Encoding.UTF8.GetBytes(Body);

        Assert.Equal(276, body.Length);
        Assert.Equal("ebVWLo/mVPlAeLES6KmLp5AfhTrmlb7X4OORC60ElmQ=", signer.PublicKey);
        Assert.Equal(
            "3/Ethj/h11v4DGSziG1QeX65T8718FNghMN7GZbtf5IY4LwelxKdvtdUcKfx6qWIS+ZI1zQt7VUJYnQvpk6uBQ==",
            signer.Sign(1750000000, body));
    }

    [Fact]
    public void Each_signer_has_its_own_key_pair()
    {
        using var one = new WebhookSigner();
        using var other = new WebhookSigner();
        var key = PublicKey.Import(SignatureAlgorithm.Ed25519, Convert.FromBase64String(one.PublicKey), KeyBlobFormat.RawPublicKey);

        Assert.True(SignatureAlgorithm.Ed25519.Verify(key, "7|{}"u8, Convert.FromBase64String(one.Sign(7, "{}"u8))));
        Assert.False(SignatureAlgorithm.Ed25519.Verify(key, "7|{}"u8, Convert.FromBase64String(other.Sign(7, "{}"u8))));
    }
}
