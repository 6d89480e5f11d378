using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Deepgram;

/// <summary>What Deepgram's refusals and closes mean, the same for both versions of <c>/listen</c>.</summary>
internal static class DeepgramErrors
{
    private static readonly string[] Codes =
    [
        "INVALID_AUTH", "INSUFFICIENT_PERMISSIONS", "ASR_PAYMENT_REQUIRED", "INVALID_QUERY_PARAMETER", "TOO_MANY_REQUESTS",
        "NET-0000", "NET-0001", "DATA-0000", "INTERNAL_SERVER_ERROR", "UNPARSABLE_CLIENT_MESSAGE",
    ];

    /// <summary>The error of a refused upgrade.</summary>
    public static ProviderException Refused(RefusedResponse refusal) => new(ProviderName.Deepgram, refusal.Kind)
    {
        StatusCode = refusal.Status,
        Code = KnownCode(refusal.Body),
        RetryAfter = refusal.RetryAfter,
    };

    /// <summary>The error of a close that was not asked for.</summary>
    public static ProviderException Closed(SocketClose close)
    {
        var code = KnownCode(close.Reason) ?? KnownCode(close.Reason.Replace("net0", "net-0", StringComparison.OrdinalIgnoreCase));
        var kind = close.Code is 1008 ? ProviderErrorKind.Rejected : close.Kind;
        return new ProviderException(ProviderName.Deepgram, kind) { StatusCode = close.Code, Code = code };
    }

    /// <summary>The error of an <c>Error</c> message.</summary>
    public static ProviderException Told(string? code) =>
        new(ProviderName.Deepgram, code is "INTERNAL_SERVER_ERROR" ? ProviderErrorKind.Unavailable : ProviderErrorKind.Protocol)
        {
            Code = code is null ? null : KnownCode(code),
        };

    /// <summary>The error of a message that cannot be read.</summary>
    public static ProviderException Unreadable() => new(ProviderName.Deepgram, ProviderErrorKind.Protocol);

    private static string? KnownCode(string text) =>
        Array.Find(Codes, code => text.Contains(code, StringComparison.OrdinalIgnoreCase));
}
