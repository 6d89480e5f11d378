using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Adapters.OpenAI;

[Trait("Kind", "Unit")]
public sealed class OpenAIErrorsTests
{
    [Theory]
    [InlineData(400, "invalid_request_error", "unsupported_parameter", ProviderErrorKind.Rejected, "unsupported_parameter")]
    [InlineData(401, "invalid_request_error", "invalid_api_key", ProviderErrorKind.Unauthorized, "invalid_api_key")]
    [InlineData(403, "invalid_request_error", "something", ProviderErrorKind.Unauthorized, "invalid_request_error")]
    [InlineData(403, "invalid_request_error", "model_not_found", ProviderErrorKind.Rejected, "model_not_found")]
    [InlineData(404, "invalid_request_error", "model_not_found", ProviderErrorKind.Rejected, "model_not_found")]
    [InlineData(429, "requests", "rate_limit_exceeded", ProviderErrorKind.RateLimited, "rate_limit_exceeded")]
    [InlineData(429, "insufficient_quota", "insufficient_quota", ProviderErrorKind.QuotaExceeded, "insufficient_quota")]
    [InlineData(429, "x", "project_spend_limit_exceeded", ProviderErrorKind.QuotaExceeded, "project_spend_limit_exceeded")]
    [InlineData(500, "server_error", "sk-proj-abc", ProviderErrorKind.Unavailable, "server_error")]
    [InlineData(503, "service_unavailable_error", "server_is_overloaded", ProviderErrorKind.Unavailable, "server_is_overloaded")]
    [InlineData(302, "x", "y", ProviderErrorKind.Protocol, null)]
    public void A_refusal_has_its_kind_and_only_documented_codes(int status, string type, string code, ProviderErrorKind kind, string? known)
    {
        var body = $$$"""{"error":{"message":"Incorrect API key provided: sk-bad.","type":"{{{type}}}","param":null,"code":"{{{code}}}"}}""";

        var error = OpenAILanguageModel.Errors.Refused(new RefusedResponse(status, body, TimeSpan.FromSeconds(20)));

        Assert.Equal((kind, status, known, TimeSpan.FromSeconds(20)), (error.Kind, error.StatusCode, error.Code, error.RetryAfter));
        Assert.Equal($"OpenAI: {kind}", error.Message);
    }

    [Theory]
    [InlineData("<html>Bad gateway</html>")]
    [InlineData("")]
    [InlineData("""{"error":"text"}""")]
    [InlineData("""{"error":{"message":"x","type":null,"code":7}}""")]
    [InlineData("[1]")]
    public void A_body_of_any_shape_is_survived(string body) =>
        Assert.Equal(ProviderErrorKind.RateLimited, OpenAILanguageModel.Errors.Refused(new RefusedResponse(429, body, null)).Kind);

    [Theory]
    [InlineData("server_error", null, ProviderErrorKind.Unavailable)]
    [InlineData("tokens", "rate_limit_exceeded", ProviderErrorKind.RateLimited)]
    [InlineData("insufficient_quota", null, ProviderErrorKind.QuotaExceeded)]
    [InlineData("invalid_request_error", "context_length_exceeded", ProviderErrorKind.Rejected)]
    [InlineData("invalid_request_error", "invalid_api_key", ProviderErrorKind.Unauthorized)]
    [InlineData(null, null, ProviderErrorKind.Unavailable)]
    public void An_error_in_the_stream_has_its_kind(string? type, string? code, ProviderErrorKind kind) =>
        Assert.Equal(kind, OpenAILanguageModel.Errors.Told(type, code).Kind);

    [Theory]
    [InlineData("gpt-4.1-mini", null)]
    [InlineData("gpt-4o", null)]
    [InlineData("gpt-5-mini", "minimal")]
    [InlineData("gpt-5", "minimal")]
    [InlineData("gpt-5.4-mini", "none")]
    [InlineData("gpt-6-luna", "none")]
    [InlineData("gpt-6-astra", "low")]
    [InlineData("gpt-6.1-sol", "low")]
    [InlineData("o4-mini", "low")]
    public void A_model_is_told_to_think_as_little_as_it_can(string model, string? effort) => Assert.Equal(effort, ReasoningModels.Of(model).Effort);

    [Theory]
    [InlineData("gpt-4.1-mini", false)]
    [InlineData("gpt-5", false)]
    [InlineData("gpt-5.4", false)]
    [InlineData("gpt-6-luna", false)]
    [InlineData("o3", false)]
    [InlineData("gpt-6-astra", true)]
    [InlineData("gpt-6.1-sol", true)]
    [InlineData("gpt-9-nova", true)]
    public void Tools_go_through_the_responses_api_where_chat_does_not_take_them(string model, bool isNeeded) =>
        Assert.Equal(isNeeded, ReasoningModels.NeedsResponsesForTools(model));
}
