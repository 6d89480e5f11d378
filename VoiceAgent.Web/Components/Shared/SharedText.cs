namespace VoiceAgent.Web.Components.Shared;

/// <summary>Words that every feature shares.</summary>
public static class SharedText
{
    public const string Product = "VoiceAgent";
    public const string Loading = "Loading…";
    public const string Cancel = "Cancel";
    public const string Copy = "Copy";
    public const string Copied = "Copied";
    public const string CopyFailed = "Your browser did not allow copying. Select the text and copy it yourself.";
    public const string Never = "never";
    public const string Sandbox = "Sandbox";
    public const string SandboxExplained = "Providers are simulated: no real call is made and nothing is billed.";
    public const string UnsavedTitle = "Leave without saving?";
    public const string UnsavedText = "What you changed on this page has not been saved.";
    public const string UnsavedLeave = "Leave without saving";
    public const string UnsavedStay = "Stay on this page";
    public const string ErrorTitle = "Something went wrong on this page";
    public const string ErrorText = "It has been written to the server's log. What you had saved is safe.";
    public const string TryAgain = "Try again";

    public static string PageTitle(string page) => $"{page} · {Product}";

    public static string CopyLabel(string what) => $"Copy {what}";
    public const string ConfirmTitle = "Confirm it’s you.";
    public const string ConfirmFirst = "You signed in a while ago, so changing keys asks for a fresh proof.";
    public const string ConfirmAndRepeat = "Nothing was changed yet: keys ask for a fresh proof. Then come back to this tab and try again; what you typed stays.";
    public const string ConfirmNow = "Confirm";
    public const string ConfirmInNewTab = "Confirm in a new tab";
}
