namespace VoiceAgent.Web.Components.Layout;

/// <summary>Words of the frame around every page.</summary>
public static class LayoutText
{
    public const string SkipToContent = "Skip to content";
    public const string ToggleMenu = "Open or close the menu";
    public const string MainNavigation = "Main";
    public const string Home = "Home";
    public const string LiveCalls = "Live calls";
    public const string CallHistory = "Call history";
    public const string Agents = "Agents";
    public const string Numbers = "Numbers";
    public const string ApiKeys = "API keys";
    public const string Account = "Account menu";
    public const string YourAccount = "Your account";
    public const string SignOut = "Sign out";
    public const string SignIn = "Sign in";
    public const string SignUp = "Sign up";
    public const string Connection = "Connection to the server";
    public const string Reconnecting = "The connection to the server is interrupted. Reconnecting…";
    public const string ReconnectAgain = "Still no connection. Next attempt in";
    public const string Seconds = "seconds.";
    public const string ReconnectFailed = "The server could not be reached. Calls in progress go on without this page.";
    public const string Paused = "The server has paused this page.";
    public const string ResumeFailed = "The page could not be resumed. Reload it to go on.";
    public const string Retry = "Try again";
    public const string Resume = "Resume";
}
