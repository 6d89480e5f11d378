using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

[Trait("Kind", "Unit")]
public sealed class ElevenLabsErrorsTests
{
    [Theory]
    [InlineData(401, """{"detail":{"status":"invalid_api_key","message":"Invalid API key"}}""", ProviderErrorKind.Unauthorized, "invalid_api_key")]
    [InlineData(401, """{"detail":{"type":"authentication_error","code":"unauthorized","status":"missing_permissions","message":"…"}}""", ProviderErrorKind.Unauthorized, "missing_permissions")]
    [InlineData(401, """{"detail":{"status":"quota_exceeded","message":"…"}}""", ProviderErrorKind.QuotaExceeded, "quota_exceeded")]
    [InlineData(401, """{"detail":"Invalid API key"}""", ProviderErrorKind.Unauthorized, null)]
    [InlineData(401, """{"detail":"This request exceeds your quota."}""", ProviderErrorKind.QuotaExceeded, null)]
    [InlineData(402, "", ProviderErrorKind.QuotaExceeded, null)]
    [InlineData(403, """{"detail":{"status":"only_for_creator+"}}""", ProviderErrorKind.Rejected, "only_for_creator+")]
    [InlineData(404, """{"detail":{"status":"voice_not_found"}}""", ProviderErrorKind.Rejected, "voice_not_found")]
    [InlineData(422, """{"detail":[{"loc":["body","text"],"msg":"field required","type":"value_error.missing"}]}""", ProviderErrorKind.Rejected, null)]
    [InlineData(429, """{"detail":{"status":"too_many_concurrent_requests"}}""", ProviderErrorKind.RateLimited, "too_many_concurrent_requests")]
    [InlineData(429, """{"detail":{"status":"system_busy"}}""", ProviderErrorKind.RateLimited, "system_busy")]
    [InlineData(502, "<html>", ProviderErrorKind.Unavailable, null)]
    [InlineData(200, "[]", ProviderErrorKind.Protocol, null)]
    public void A_refused_upgrade_has_its_kind(int status, string body, ProviderErrorKind kind, string? slug)
    {
        var error = ElevenLabsErrors.Refused(new RefusedResponse(status, body, RetryAfter: null));

        Assert.Equal((kind, status, slug), (error.Kind, error.StatusCode, error.Code));
    }

    [Theory]
    [InlineData("""{"message":"Have not received a new text input within the timeout of 20 seconds.","error":"input_timeout_exceeded","code":1008}""", ProviderErrorKind.Timeout, "input_timeout_exceeded")]
    [InlineData("""{"message":"Invalid API key","error":"invalid_api_key","code":1008}""", ProviderErrorKind.Unauthorized, "invalid_api_key")]
    [InlineData("""{"message":"This request exceeds your quota of 10000.","error":"quota_exceeded","code":1008}""", ProviderErrorKind.QuotaExceeded, "quota_exceeded")]
    [InlineData("""{"message":"You have insufficient credits.","error":"payment","code":1008}""", ProviderErrorKind.QuotaExceeded, null)]
    [InlineData("""{"message":"A voice with that id does not exist.","error":"voice_not_found","code":1008}""", ProviderErrorKind.Rejected, "voice_not_found")]
    [InlineData("""{"message":"Oops","error":"internal","code":1011}""", ProviderErrorKind.Unavailable, null)]
    public void An_error_message_has_its_kind(string message, ProviderErrorKind kind, string? slug)
    {
        var error = ElevenLabsErrors.Told(ElevenLabsProtocolTests.Parse(message));

        Assert.Equal((kind, slug), (error?.Kind, error?.Code));
    }

    [Theory]
    [InlineData(1008, "Have not received a new text input within the timeout of 20.0 seconds. Streaming input terminated.", ProviderErrorKind.Timeout)]
    [InlineData(1008, "quota_exceeded", ProviderErrorKind.QuotaExceeded)]
    [InlineData(1008, "Too many concurrent requests", ProviderErrorKind.RateLimited)]
    [InlineData(1008, "Invalid API key", ProviderErrorKind.Unauthorized)]
    [InlineData(1008, "?", ProviderErrorKind.Rejected)]
    [InlineData(1011, "internal", ProviderErrorKind.Unavailable)]
    [InlineData(1000, "", ProviderErrorKind.Protocol)]
    public void A_close_nobody_asked_for_has_its_kind(int code, string reason, ProviderErrorKind kind)
    {
        var error = ElevenLabsErrors.Closed(new SocketClose(code, reason));

        Assert.Equal((kind, code), (error.Kind, error.StatusCode));
    }
}
