using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.AssemblyAI;

/// <summary>
/// What AssemblyAI's closes mean. A refused key, an empty account and too many sessions all close an open socket with 1008; only the
/// reason tells them apart. Newer servers say the same in an Error message before.
/// </summary>
internal static class AssemblyAIErrors
{
    private static readonly string[] Money = ["balance", "fund", "credit", "billing", "payment", "free tier", "free-tier"];

    public static ProviderException Refused(RefusedResponse refusal) => new(ProviderName.AssemblyAI, refusal.Kind)
    {
        StatusCode = refusal.Status,
        RetryAfter = refusal.RetryAfter,
    };

    /// <summary>The error of a close that was not asked for, or of an Error message with the same code.</summary>
    public static ProviderException Told(int code, string reason) => new(ProviderName.AssemblyAI, KindOf(code, reason))
    {
        StatusCode = code,
    };

    /// <summary>The error of a message that cannot be read.</summary>
    public static ProviderException Unreadable() => new(ProviderName.AssemblyAI, ProviderErrorKind.Protocol);

    private static ProviderErrorKind KindOf(int code, string reason) => code switch
    {
        1008 or 3009 when Says(reason, "concurrent") || Says(reason, "too many") => ProviderErrorKind.RateLimited,
        1008 when Array.Exists(Money, word => Says(reason, word)) => ProviderErrorKind.QuotaExceeded,

        // Seen now and then with good keys; another try succeeds.
        1008 when Says(reason, "incorrect padding") => ProviderErrorKind.Unavailable,
        1008 => ProviderErrorKind.Unauthorized,
        3005 or 3008 => ProviderErrorKind.Unavailable,
        3006 => ProviderErrorKind.Rejected,
        3007 => ProviderErrorKind.Protocol,
        3009 or 4029 or 4102 => ProviderErrorKind.RateLimited,
        4001 => ProviderErrorKind.Unauthorized,
        4002 or 4003 => ProviderErrorKind.QuotaExceeded,
        4031 => ProviderErrorKind.Timeout,
        4000 or 4101 => ProviderErrorKind.Rejected,
        _ => new SocketClose(code, reason).Kind,
    };

    private static bool Says(string reason, string word) => reason.Contains(word, StringComparison.OrdinalIgnoreCase);
}
