using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Audit;

/// <summary>
/// Something that happened to an account's keys or access, to be recorded. Holds ids, codes and sentences of ours: never a key, a
/// ciphertext, a password, a token or what a provider answered.
/// </summary>
public sealed record AuditEvent
{
    /// <summary>Whose trail it belongs to; null for what concerns the whole vault.</summary>
    public required AccountId? Account { get; init; }

    /// <summary>One of <see cref="AuditEvents"/>.</summary>
    public required string Name { get; init; }

    public required AuditActor Actor { get; init; }

    public ProviderName? Provider { get; init; }

    public KeyId? Key { get; init; }

    public int? Generation { get; init; }

    /// <summary>First eight hexadecimal digits of the key's keyed fingerprint.</summary>
    public string? Fingerprint { get; init; }

    /// <summary>Short code of the outcome, such as <c>valid</c>.</summary>
    public string? Result { get; init; }

    /// <summary>One short sentence of ours, or counts; at most 300 characters are kept.</summary>
    public string? Detail { get; init; }
}

/// <summary>Who did it.</summary>
/// <param name="Kind">What kind of actor.</param>
/// <param name="User">The user, of <see cref="AuditActorKind.User"/>.</param>
/// <param name="Call">The call, of <see cref="AuditActorKind.Call"/>.</param>
public sealed record AuditActor(AuditActorKind Kind, UserId? User = null, CallId? Call = null)
{
    /// <summary>The application itself: daily tests, expiry, rotation.</summary>
    public static AuditActor System { get; } = new(AuditActorKind.System);

    /// <summary>Whoever runs the server, at its command line.</summary>
    public static AuditActor Operator { get; } = new(AuditActorKind.Operator);

    /// <summary>Keyed or truncated hash of the caller's address, never the address.</summary>
    public string? AddressHash { get; init; }

    /// <summary>The browser or client as it names itself; at most 200 characters are kept.</summary>
    public string? UserAgent { get; init; }

    public static AuditActor Of(UserId user) => new(AuditActorKind.User, user);

    public static AuditActor Of(CallId call) => new(AuditActorKind.Call, Call: call);
}

/// <summary>What kind of actor did something.</summary>
public enum AuditActorKind
{
    User,
    System,
    Call,
    Operator,
}

/// <summary>Names of audit events. Stored: never renamed.</summary>
public static class AuditEvents
{
    public const string KeyCreated = "key.created";
    public const string KeyReplaced = "key.replaced";
    public const string KeyChanged = "key.changed";
    public const string KeyDeleted = "key.deleted";
    public const string KeyTested = "key.tested";
    public const string KeyTestRefused = "key.test_refused";
    public const string KeyUsed = "key.used";
    public const string KeyRefusedInCall = "key.refused_in_call";
    public const string KeyDisabled = "key.disabled";
    public const string KeyEnabled = "key.enabled";
    public const string KeyExpired = "key.expired";
    public const string KeyNotOpened = "key.decrypt_failed";
    public const string KeyImported = "key.imported";
    public const string KeyRewrapped = "key.rewrapped";
    public const string ToolSecretStored = "tool_secret.stored";
    public const string ToolSecretDeleted = "tool_secret.deleted";
    public const string CallPlaced = "call.placed";
    public const string VaultKeyStaged = "vault.key_staged";
    public const string VaultKeyActivated = "vault.key_activated";
    public const string VaultKeyRetired = "vault.key_retired";
    public const string VaultLocked = "vault.locked";
}
