using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>
/// What Hume's errors mean: <c>{"code":"E0300","error":"…","message":"…"}</c>, or <c>{"detail":[…]}</c> for a wrong field; a refused key
/// has no fixed body. Codes that begin with E03 are about credit and subscription.
/// </summary>
internal static class HumeErrors
{
    public static ProviderException Refused(RefusedResponse refusal)
    {
        var code = CodeOf(refusal.Body);
        var kind = refusal.Status switch
        {
            401 or 403 => ProviderErrorKind.Unauthorized,
            402 => ProviderErrorKind.QuotaExceeded,
            408 => ProviderErrorKind.Timeout,
            429 => ProviderErrorKind.RateLimited,
            >= 400 and < 500 => IsQuota(code) ? ProviderErrorKind.QuotaExceeded : ProviderErrorKind.Rejected,
            >= 500 => ProviderErrorKind.Unavailable,
            _ => ProviderErrorKind.Protocol,
        };
        return new ProviderException(ProviderName.Hume, kind) { StatusCode = refusal.Status, Code = code, RetryAfter = refusal.RetryAfter };
    }

    /// <summary>The error of an object that stands in the stream instead of audio.</summary>
    public static ProviderException Told(string? code)
    {
        var known = IsCode(code) ? code : null;
        var kind = IsQuota(known)
            ? ProviderErrorKind.QuotaExceeded
            : known?.StartsWith("E01", StringComparison.Ordinal) is true ? ProviderErrorKind.Rejected : ProviderErrorKind.Unavailable;
        return new ProviderException(ProviderName.Hume, kind) { Code = known };
    }

    private static bool IsQuota(string? code) => code?.StartsWith("E03", StringComparison.Ordinal) is true;

    private static bool IsCode(string? code) => code is ['E', _, _, _, _] && code.AsSpan(1).IndexOfAnyExceptInRange('0', '9') < 0;

    private static string? CodeOf(string body)
    {
        try
        {
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind is JsonValueKind.Object && json.RootElement.TryGetProperty("code", out var code)
                && code.ValueKind is JsonValueKind.String && IsCode(code.GetString()) ? code.GetString() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
