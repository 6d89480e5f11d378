using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Soniox;

/// <summary>
/// What Soniox's errors mean. A refused key or an empty balance comes as a message on the open socket, with a code that is an HTTP status
/// and, from newer servers, a type that says more.
/// </summary>
internal static class SonioxErrors
{
    private static readonly Dictionary<string, ProviderErrorKind> Types = new(StringComparer.Ordinal)
    {
        ["unauthenticated"] = ProviderErrorKind.Unauthorized,
        ["permission_denied"] = ProviderErrorKind.Unauthorized,
        ["temp_api_key_session_expired"] = ProviderErrorKind.Unauthorized,
        ["invalid_request"] = ProviderErrorKind.Rejected,
        ["model_not_available"] = ProviderErrorKind.Rejected,
        ["organization_balance_exhausted"] = ProviderErrorKind.QuotaExceeded,
        ["organization_monthly_budget_exhausted"] = ProviderErrorKind.QuotaExceeded,
        ["project_monthly_budget_exhausted"] = ProviderErrorKind.QuotaExceeded,
        ["limit_exceeded"] = ProviderErrorKind.RateLimited,
        ["max_concurrent_connections_reached"] = ProviderErrorKind.RateLimited,
        ["request_timeout"] = ProviderErrorKind.Timeout,
        ["max_duration_reached"] = ProviderErrorKind.Unavailable,
        ["internal_error"] = ProviderErrorKind.Unavailable,
        ["service_unavailable"] = ProviderErrorKind.Unavailable,
    };

    public static ProviderException Refused(RefusedResponse refusal) => new(ProviderName.Soniox, refusal.Kind)
    {
        StatusCode = refusal.Status,
        RetryAfter = refusal.RetryAfter,
    };

    /// <summary>The error of a message with <c>error_code</c> or <c>error_type</c>.</summary>
    public static ProviderException Told(int? code, string? type)
    {
        var isKnown = Types.TryGetValue(type ?? string.Empty, out var kind);
        return new ProviderException(ProviderName.Soniox, isKnown ? kind : RefusedResponse.KindOf(code ?? 0))
        {
            StatusCode = code,
            Code = isKnown ? type : null,
        };
    }

    /// <summary>The error of a message that cannot be read.</summary>
    public static ProviderException Unreadable() => new(ProviderName.Soniox, ProviderErrorKind.Protocol);
}
