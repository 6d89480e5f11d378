using System.Collections.Frozen;
using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// What the errors of OpenAI, and of servers that speak like it, mean: <c>{"error":{"message":"…","type":"…","param":null,"code":"…"}}</c> with a status, or the same in the
/// middle of a stream without one. Gateways in front may answer with HTML. The message is never read: it may hold part of the key.
/// </summary>
internal sealed class OpenAIErrors(ProviderName provider) : IApiErrors
{
    private static readonly FrozenSet<string> QuotaCodes = FrozenSet.Create(
        "insufficient_quota",
        "credit_balance_exhausted",
        "organization_spend_limit_exceeded",
        "project_spend_limit_exceeded",
        "organization_usage_limit_exceeded");

    private static readonly FrozenSet<string> OtherCodes = FrozenSet.Create(
        "invalid_api_key", "model_not_found", "unsupported_country_region_territory", "unsupported_parameter", "unsupported_value",
        "invalid_value", "context_length_exceeded", "string_above_max_length", "rate_limit_exceeded", "slow_down", "server_is_overloaded",
        "requests", "tokens", "rate_limit_error", "server_error", "service_unavailable_error", "invalid_request_error", "invalid_prompt");

    public ProviderName Provider => provider;

    public ProviderException Refused(RefusedResponse refusal)
    {
        var (type, code) = TypeAndCode(refusal.Body);
        var kind = refusal.Status switch
        {
            401 => ProviderErrorKind.Unauthorized,
            402 => ProviderErrorKind.QuotaExceeded,
            403 => code is "model_not_found" or "unsupported_country_region_territory" ? ProviderErrorKind.Rejected : ProviderErrorKind.Unauthorized,
            408 => ProviderErrorKind.Timeout,
            429 => IsQuota(type, code) ? ProviderErrorKind.QuotaExceeded : ProviderErrorKind.RateLimited,
            >= 400 and < 500 => ProviderErrorKind.Rejected,
            >= 500 => ProviderErrorKind.Unavailable,
            _ => ProviderErrorKind.Protocol,
        };
        return new ProviderException(provider, kind)
        {
            StatusCode = refusal.Status,
            Code = Known(code) ?? Known(type),
            RetryAfter = refusal.RetryAfter,
        };
    }

    /// <summary>An event with the same body as a refusal, or one of the Responses API, which has <c>code</c> beside <c>message</c>.</summary>
    public ProviderException Told(JsonElement message)
    {
        var (type, code) = TypeAndCode(message);
        return Told(type ?? Text(message, "type"), code ?? Text(message, "code"));
    }

    public ProviderException Told(string? type, string? code)
    {
        var kind = (type, code) switch
        {
            _ when IsQuota(type, code) => ProviderErrorKind.QuotaExceeded,
            (_, "invalid_api_key") => ProviderErrorKind.Unauthorized,
            (_, "rate_limit_exceeded" or "slow_down") or ("requests" or "tokens" or "rate_limit_error", _) => ProviderErrorKind.RateLimited,
            ("invalid_request_error", _) or (_, "invalid_prompt") => ProviderErrorKind.Rejected,
            _ => ProviderErrorKind.Unavailable,
        };
        return new ProviderException(provider, kind) { Code = Known(code) ?? Known(type) };
    }

    private static bool IsQuota(string? type, string? code) =>
        type is "insufficient_quota" || (code is not null && QuotaCodes.Contains(code));

    private static string? Known(string? code) =>
        code is not null && (QuotaCodes.Contains(code) || OtherCodes.Contains(code)) ? code : null;

    private static (string? Type, string? Code) TypeAndCode(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return TypeAndCode(json.RootElement);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    private static (string? Type, string? Code) TypeAndCode(JsonElement body) =>
        body.ValueKind is JsonValueKind.Object && body.TryGetProperty("error", out var error) && error.ValueKind is JsonValueKind.Object
            ? (Text(error, "type"), Text(error, "code"))
            : (null, null);

    private static string? Text(JsonElement error, string property) =>
        error.TryGetProperty(property, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;
}
