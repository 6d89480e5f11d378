using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Audit;

/// <summary>Words of the audit page.</summary>
public static class AuditText
{
    public const string Title = "Who did what";
    public const string Lead = "Every change, test and use of your keys, and who signed in. No entry holds a key.";
    public const string BackToKeys = "API keys";
    public const string EntriesTitle = "Entries";
    public const string TableLabel = "Table of entries";
    public const string EmptyTitle = "Nothing has happened yet";
    public const string EmptyText = "Entries appear when a key is saved, tested, used or deleted.";
    public const string More = "Show older entries";
    public const string Time = "Time";
    public const string What = "What";
    public const string Key = "Key";
    public const string Who = "Who";
    public const string ACall = "a call";
    public const string NoticesTitle = "Notices";
    public const string ChainExplained = "Each entry carries a hash of the one before, so that an entry changed or removed later shows.";

    public static string Chain(AuditVerification chain)
    {
        ArgumentNullException.ThrowIfNull(chain);
        return chain.BrokenAt is { } broken
            ? $"The trail was changed: entry {broken} is missing or not as it was written."
            : $"The trail is whole: {chain.Entries} entries verified.";
    }

    public static string Describe(AuditEvent what)
    {
        ArgumentNullException.ThrowIfNull(what);
        var detail = what.Detail is null ? string.Empty : $" ({what.Detail})";
        return Name(what) + detail;
    }

    public static string KeyName(AuditEvent what) => what?.Provider is { } provider ? ProviderCatalog.Get(provider).DisplayName : string.Empty;

    public static string Actor(AuditActor actor, UserId you) => actor switch
    {
        { Kind: AuditActorKind.User, User: { } user } => user == you ? "you" : "another user of the account",
        { Kind: AuditActorKind.Operator } => "whoever runs this server",
        { Kind: AuditActorKind.Call } => ACall,
        _ => "VoiceAgent",
    };

    private static string Name(AuditEvent what) => what.Name switch
    {
        AuditEvents.KeyCreated => "Key stored",
        AuditEvents.KeyReplaced => "Key replaced",
        AuditEvents.KeyChanged => "Key's settings changed",
        AuditEvents.KeyDeleted => "Key deleted",
        AuditEvents.KeyTested => $"Key tested: {Result(what.Result)}",
        AuditEvents.KeyTestRefused => "Too many key tests refused",
        AuditEvents.KeyUsed => "Keys used",
        AuditEvents.KeyRefusedInCall => "Key refused by the provider",
        AuditEvents.KeyDisabled => "Key switched off",
        AuditEvents.KeyEnabled => "Key switched on",
        AuditEvents.KeyExpired => "Key expired",
        AuditEvents.KeyNotOpened => "Key could not be read",
        AuditEvents.KeyImported => "Key imported",
        AuditEvents.KeyRewrapped => "Key encrypted anew",
        AuditEvents.ToolSecretStored => "Secret header of a tool stored",
        AuditEvents.ToolSecretDeleted => "Secret header of a tool removed",
        AuditEvents.CallPlaced => "Call placed",
        AccountEvents.SignedIn => "Signed in",
        AccountEvents.LockedOut => "Locked out after wrong passwords",
        AccountEvents.PasswordChanged => "Password changed",
        AccountEvents.TwoStepEnabled => "Two-step sign-in switched on",
        AccountEvents.TwoStepDisabled => "Two-step sign-in switched off",
        AccountEvents.TwoStepReset => "Two-step sign-in taken away",
        AccountEvents.RecoveryCodesReplaced => "Recovery codes replaced",
        AccountEvents.PasskeyAdded => "Passkey added",
        AccountEvents.PasskeyRemoved => "Passkey removed",
        AccountEvents.SessionsEnded => "Sessions ended",
        AccountEvents.TokenMade => "API token made",
        AccountEvents.TokenRevoked => "API token revoked",
        AccountEvents.Confirmed => "Identity confirmed",
        _ => what.Name,
    };

    private static string Result(string? code) => code switch
    {
        "valid" => "it works",
        "valid_limited" => "it works with limits",
        "invalid" => "refused",
        "quota_exceeded" => "no credit",
        "rate_limited" => "provider asked too often",
        "provider_down" => "provider down",
        "network_error" => "provider not reached",
        _ => "nothing found out",
    };
}
