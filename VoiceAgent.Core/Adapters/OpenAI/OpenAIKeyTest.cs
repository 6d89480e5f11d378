using System.Net;
using System.Text.Json.Serialization;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// <c>GET /v1/models</c> with a Bearer key. A restricted key may not list models and still answer calls, so 403 is a limited key; credit is
/// seen by completions only.
/// </summary>
internal sealed class OpenAIKeyTest(KeyTestClient client) : IKeyTest
{
    public const string HttpClientName = "OpenAI.KeyTest";

    private static readonly string[] NoMoney =
    [
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded",
    ];

    public ProviderName Provider => ProviderName.OpenAI;

    public async Task<KeyTestResult> TestAsync(KeyLease key, CancellationToken cancellationToken)
    {
        var answer = await client.GetAsync(HttpClientName, key, endpoint => endpoint.Http("/v1/models"), KeyHeader.Scheme("Bearer"), cancellationToken);
        if (answer.IsSuccess)
        {
            return KeyTestResults.Valid(Provider);
        }

        var error = answer.Read(OpenAIKeyTestJson.Default.OpenAIKeyFailure)?.Error;
        return answer.Status switch
        {
            HttpStatusCode.Unauthorized when LacksScope(error) => MayNotList,
            HttpStatusCode.Unauthorized => KeyTestResults.Invalid(Provider),
            HttpStatusCode.Forbidden when error?.Code == "unsupported_country_region_territory" =>
                new KeyTestResult(KeyVerdict.CouldNotCheck, "OpenAI does not serve the country this server is in. The key was not checked."),
            HttpStatusCode.Forbidden => MayNotList,
            HttpStatusCode.PaymentRequired => KeyTestResults.QuotaExceeded(Provider),
            HttpStatusCode.TooManyRequests when NoMoney.Contains(error?.Type) || NoMoney.Contains(error?.Code) => KeyTestResults.QuotaExceeded(Provider),
            _ => KeyTestResults.CouldNotCheck(Provider, answer),
        };
    }

    private KeyTestResult MayNotList =>
        KeyTestResults.Limited(Provider, "it may not list models. That is enough if it has write access to model capabilities.", "api.model.read");

    /// <summary>A wrong key has a code; a missing scope has none, only a text that names the scope.</summary>
    private static bool LacksScope(OpenAIKeyError? error) =>
        error is { Code: null or "missing_scope" or "insufficient_permissions", Message: { } message }
        && (message.Contains("scope", StringComparison.OrdinalIgnoreCase) || message.Contains("insufficient permissions", StringComparison.OrdinalIgnoreCase));
}

/// <summary><c>{"error":{"message":"…","type":"invalid_request_error","param":null,"code":"invalid_api_key"}}</c></summary>
internal sealed record OpenAIKeyFailure(OpenAIKeyError? Error);

internal sealed record OpenAIKeyError(string? Message, string? Type, string? Code);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(OpenAIKeyFailure))]
internal sealed partial class OpenAIKeyTestJson : JsonSerializerContext;
