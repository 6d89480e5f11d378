namespace VoiceAgent.Web.Components.Account;

/// <summary>Words of the pages where a user protects the account.</summary>
public static class SecurityText
{
    public const string Account = "Account";
    public const string ApiKeys = "API keys";
    public const string BackToAccount = "Back to your account";

    public const string Password = "Password";
    public const string PasswordText = "Change it.";
    public const string TwoFactor = "Two-step sign-in";
    public const string Passkeys = "Passkeys";
    public const string Sessions = "Sessions";

    public const string Code = "Code from your authenticator app";
    public const string CodeHint = "Six digits. A new one appears every 30 seconds; each works once.";
    public const string RecoveryCode = "Recovery code";
    public const string RecoveryCodeHint = "One of the codes you wrote down. Each works once.";
    public const string UseRecoveryCode = "Use a recovery code instead";
    public const string UseApp = "Use your authenticator app instead";
    public const string TwoStep = "Enter your code";
    public const string TwoStepLead = "Your password is right. One more step.";
    public const string TwoStepExpired = "That took too long. Enter your password again.";
    public const string Continue = "Continue";
    public const string EnterCode = "Enter the code.";
    public const string WrongCode = "This code is wrong or was used before. Wait for the next one and try again.";
    public const string WrongRecoveryCode = "This recovery code is wrong or was used before.";
    public const string VaultLocked = "Codes cannot be checked while the server's key vault is locked. Sign in with a passkey, or tell whoever runs this server.";
    public const string SetupVaultLocked = "Two-step sign-in cannot be set up while the server’s key vault is locked.";
    public const string LockedOut = "Too many wrong attempts. Wait five minutes and try again, or sign in with a passkey.";
    public const string SignedOutForSafety = "Too many wrong attempts, so all your sessions were ended. Wait five minutes and sign in again.";

    public const string TwoFactorLead = "After your password, a code from an app on your phone is asked for. A stolen password alone is then worth nothing.";
    public const string TwoFactorOn = "Two-step sign-in is on.";
    public const string TwoFactorTurnedOff = "Two-step sign-in is off. Your other sessions are signed out.";
    public const string ScanTitle = "Scan this with your authenticator app";
    public const string ScanLabel = "QR code for your authenticator app";
    public const string ScanText = "Or type this key into the app:";
    public const string Enable = "Turn on";
    public const string ReplaceTitle = "Another phone or app";
    public const string ReplaceText = "The app you have goes on working until the new one has given a code.";
    public const string Replace = "Set up another app";
    public const string Disable = "Turn off two-step sign-in";
    public const string DisableText = "Your password alone will open your account, and with it your provider keys.";
    public const string RecoveryCodes = "Recovery codes";
    public const string RecoveryCodesOnce = "Write these down or keep them in a password manager now. They are shown this once.";
    public const string RecoveryCodesHint = "Each lets you in once, in place of a code, on the day your phone is lost.";
    public const string NewRecoveryCodes = "Make new recovery codes";
    public const string NewRecoveryCodesText = "The ones you have stop working.";

    public const string PasskeysLead = "Sign in with your fingerprint, face or device PIN instead of a password. A passkey cannot be guessed or typed into a wrong page.";
    public const string PasskeyName = "Name";
    public const string PasskeyNameHint = "So that you recognise it, such as “Work laptop”.";
    public const string AddPasskey = "Add a passkey";
    public const string PasskeyAdded = "The passkey is added.";
    public const string PasskeyRenamed = "The passkey has its new name.";
    public const string PasskeyRemoved = "The passkey is removed. Your other sessions are signed out.";
    public const string PasskeyRefused = "The passkey could not be added. Please try again.";
    public const string PasskeyNotFound = "This passkey does not exist any more.";
    public const string PasskeyNameMissing = "Give the passkey a name.";
    public const string PasskeyNameTooLong = "Use at most 60 characters.";
    public const string TooManyPasskeys = "You have ten passkeys already. Remove one first.";
    public const string PasskeyUnsupported = "This browser cannot use passkeys.";
    public const string PasskeyCancelled = "That was cancelled or took too long. Try again when you are ready.";
    public const string PasskeyAddress = "Passkeys work at an https address with a name, or at http://localhost. Open this page there.";
    public const string PasskeyKnown = "This device already has a passkey for your account.";
    public const string PasskeyFailed = "That did not work. Reload the page and try again.";
    public const string SignInWithPasskey = "Sign in with a passkey";
    public const string ConfirmWithPasskey = "Confirm with a passkey";
    public const string WrongPasskey = "This passkey was not accepted.";
    public const string NoPasskeys = "You have no passkey yet.";
    public const string Rename = "Rename";
    public const string Save = "Save";
    public const string Cancel = "Cancel";
    public const string Remove = "Remove";
    public const string RemovePasskeyText = "You will not be able to sign in with it any more.";
    public const string NeverUsed = "never used";
    public const string Synchronised = "synchronised between your devices";
    public const string Added = "Added";
    public const string LastUsed = "last used";

    public const string SessionsLead = "Where you are signed in. End what you do not recognise, then change your password.";
    public const string ThisSession = "This session";
    public const string SignedIn = "Signed in";
    public const string LastSeen = "last seen";
    public const string EndSession = "Sign out";
    public const string EndOthers = "Sign out all other sessions";
    public const string SessionEnded = "The session is signed out.";
    public const string OthersEnded = "All other sessions are signed out.";
    public const string SessionGone = "This session had ended already.";

    public const string Confirm = "Confirm it’s you";
    public const string ConfirmLead = "Your keys and security settings are worth a second look. This lasts ten minutes.";
    public const string Or = "or";

    public static string TwoFactorState(bool isOn, int codesLeft) => isOn ? $"On. {CodesLeft(codesLeft)}" : "Off.";

    public static string CodesLeft(int count) => count switch
    {
        0 => "No recovery code is left.",
        1 => "One recovery code is left.",
        _ => $"{count} recovery codes are left.",
    };

    public static string PasskeysState(int count) => count switch
    {
        0 => "None yet.",
        1 => "One passkey.",
        _ => $"{count} passkeys.",
    };

    public static string SessionsState(int count) => count == 1 ? "Signed in here only." : $"Signed in {count} times.";

    public static string RemovePasskey(string name) => $"Remove the passkey {name}";

    public static string RenamePasskey(string name) => $"Rename the passkey {name}";

    public static string EndSessionOf(string device) => $"Sign out {device}";
}
