namespace VoiceAgent.Web.Components.Account;

/// <summary>Words of the account pages.</summary>
public static class AccountText
{
    public const string Product = "VoiceAgent";
    public const string Tagline = "AI phone agents on your own provider keys.";
    public const string TitleSuffix = " – VoiceAgent";

    public const string SignIn = "Sign in";
    public const string SignUp = "Create your account";
    public const string SignUpButton = "Create account";
    public const string SignOut = "Sign out";
    public const string ChangePassword = "Change password";
    public const string AccessDenied = "You may not see this page";
    public const string NotFound = "This page does not exist";
    public const string Failed = "Something went wrong";

    public const string Email = "E-mail";
    public const string Password = "Password";
    public const string CurrentPassword = "Current password";
    public const string NewPassword = "New password";
    public const string RepeatPassword = "Repeat the password";
    public const string PasswordHint = "At least 12 characters. A few words in a row are easy to remember.";

    public const string NoAccountYet = "No account yet?";
    public const string HaveAccount = "Already have an account?";
    public const string BackToApp = "Back to VoiceAgent";

    public const string SignUpLead = "Your keys, agents and calls stay in this account.";
    public const string SignOutLead = "This ends the session in this browser. Calls in progress go on.";
    public const string SignedOut = "You are signed out.";
    public const string ChangePasswordLead = "Sessions in other browsers are signed out.";
    public const string PasswordChanged = "Your password is changed. Other sessions are signed out.";
    public const string AccessDeniedLead = "Your account does not have access to it.";
    public const string NotFoundLead = "The address may be mistyped, or the page was removed.";
    public const string FailedLead = "The server could not finish this request. Calls in progress are not affected. Please try again.";

    public const string Wrong = "E-mail or password is wrong.";
    public const string LockedOut = "Too many wrong passwords. Wait five minutes and try again.";
    public const string WrongPassword = "The password is wrong.";
    public const string WrongCurrentPassword = "The current password is wrong.";
    public const string EnterEmail = "Enter your e-mail address.";
    public const string EnterPassword = "Enter your password.";
    public const string EnterCurrentPassword = "Enter your current password.";
    public const string PasswordsDiffer = "The two passwords are not the same.";
}
