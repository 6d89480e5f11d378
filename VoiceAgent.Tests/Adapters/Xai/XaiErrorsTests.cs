using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.Xai;

[Trait("Kind", "Unit")]
public sealed class XaiErrorsTests
{
    private static readonly XaiErrors Errors = new();

    [Theory]
    [InlineData(400, """{"code":"invalid-argument","error":"Incorrect API key provided: xa***ad. You can obtain one."}""", ProviderErrorKind.Unauthorized, "invalid-argument")]
    [InlineData(400, """{"code":"Client specified an invalid argument","error":"Incorrect API key provided: xa***ad."}""", ProviderErrorKind.Unauthorized, null)]
    [InlineData(400, """{"code":"invalid-argument","error":"Model x does not support parameter stop."}""", ProviderErrorKind.Rejected, "invalid-argument")]
    [InlineData(401, """{"code":"unauthenticated:no-credentials","error":"No credentials provided"}""", ProviderErrorKind.Unauthorized, "unauthenticated:no-credentials")]
    [InlineData(402, "", ProviderErrorKind.QuotaExceeded, null)]
    [InlineData(403, """{"code":"personal-team-blocked:spending-limit","error":"x"}""", ProviderErrorKind.QuotaExceeded, "personal-team-blocked:spending-limit")]
    [InlineData(403, """{"code":"x","error":"The key is blocked."}""", ProviderErrorKind.Unauthorized, null)]
    [InlineData(403, """{"code":"x","error":"Blocked by content moderation."}""", ProviderErrorKind.Rejected, null)]
    [InlineData(404, "not found", ProviderErrorKind.Rejected, null)]
    [InlineData(422, """{"error":{"message":"wrong type","type":"x","code":"y"}}""", ProviderErrorKind.Rejected, null)]
    [InlineData(429, """{"code":"Some resource has been exhausted","error":"Too many requests for team 0 and model grok-4.3."}""", ProviderErrorKind.RateLimited, null)]
    [InlineData(429, """{"code":"Some resource has been exhausted","error":"Your team 0 has either used all available credits or reached its monthly spending limit."}""", ProviderErrorKind.QuotaExceeded, null)]
    [InlineData(503, """{"code":"x","error":"The service is currently unavailable"}""", ProviderErrorKind.Unavailable, null)]
    [InlineData(200, """{"code":"x","error":"The service is currently unavailable"}""", ProviderErrorKind.Unavailable, null)]
    [InlineData(200, """{"code":"x","error":"Too many requests"}""", ProviderErrorKind.RateLimited, null)]
    [InlineData(200, "<html>Sign in to the network</html>", ProviderErrorKind.Protocol, null)]
    public void A_refusal_has_its_kind(int status, string body, ProviderErrorKind kind, string? code)
    {
        var error = Errors.Refused(new RefusedResponse(status, body, TimeSpan.FromSeconds(3)));

        Assert.Equal((ProviderName.Grok, kind, code, (int?)status, TimeSpan.FromSeconds(3)), (error.Provider, error.Kind, error.Code, error.StatusCode, error.RetryAfter));
        Assert.Equal($"Grok: {kind}", error.Message);
    }

    [Theory]
    [InlineData("""{"code":"x","error":"The service is currently unavailable"}""", ProviderErrorKind.Unavailable)]
    [InlineData("""{"error":{"message":"Your team has used all available credits.","type":"x"}}""", ProviderErrorKind.QuotaExceeded)]
    public void An_error_in_the_stream_has_its_kind(string message, ProviderErrorKind kind) =>
        Assert.Equal(kind, Errors.Told(JsonSerializer.Deserialize<JsonElement>(message)).Kind);
}
