namespace VoiceAgent.Core.Accounts;

/// <summary>Names of audit events about who may enter an account. Stored: never renamed.</summary>
public static class AccountEvents
{
    public const string SignedIn = "account.signed_in";
    public const string LockedOut = "account.locked_out";
    public const string PasswordChanged = "account.password_changed";
    public const string TwoStepEnabled = "account.two_step_enabled";
    public const string TwoStepDisabled = "account.two_step_disabled";
    public const string TwoStepReset = "account.two_step_reset";
    public const string RecoveryCodesReplaced = "account.recovery_codes_replaced";
    public const string PasskeyAdded = "account.passkey_added";
    public const string PasskeyRemoved = "account.passkey_removed";
    public const string SessionsEnded = "account.sessions_ended";
    public const string TokenMade = "account.token_made";
    public const string TokenRevoked = "account.token_revoked";
    public const string Confirmed = "account.confirmed";
}
