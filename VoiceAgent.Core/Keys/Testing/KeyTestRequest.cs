using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>Why a key is tested.</summary>
internal enum KeyTestCause
{
    /// <summary>Somebody asked for it, at save or later.</summary>
    Asked,

    /// <summary>The daily look at keys in use.</summary>
    Daily,

    /// <summary>A provider refused the key on a live call.</summary>
    RefusedInCall,
}

/// <summary>Somebody wants a key tested.</summary>
internal sealed record KeyTestRequest(KeyTestCause Cause, AuditActor Actor)
{
    /// <summary>Whether the account was made a short while ago.</summary>
    public bool IsOfNewAccount { get; init; }

    public static KeyTestRequest Daily { get; } = new(KeyTestCause.Daily, AuditActor.System);
}

/// <summary>Which key of whom, as the limits count it.</summary>
internal sealed record TestedKey(AccountId Account, ProviderName Provider, string Fingerprint);

/// <summary>A test that may not be made now.</summary>
/// <param name="Limit">Code of the limit, for the audit trail.</param>
/// <param name="RetryAfter">When it may be made.</param>
internal sealed record KeyTestRefusal(string Limit, TimeSpan RetryAfter)
{
    /// <summary>Limit of all accounts together; it passes by itself within a second.</summary>
    public const string Provider = "provider";
}
