namespace VoiceAgent.Web.Components.Home;

/// <summary>Words of the first page.</summary>
public static class HomeText
{
    public const string WelcomeTitle = "AI phone agents on your own keys";
    public const string WelcomeLead =
        "Describe an agent, connect a phone number, and people can call it. It listens, thinks and speaks in real time, and you watch every call live.";

    public const string SignUp = "Sign up";
    public const string SignIn = "Sign in";
    public const string TrySandbox = "Try the sandbox";
    public const string SandboxTitle = "No accounts at any provider yet?";
    public const string SandboxText =
        "The sandbox gives you a demo account with simulated providers, an agent and a number. Nothing is billed and no real call is made.";

    public const string Title = "Home";
    public const string Lead = "What is going on, and what is left to do.";
    public const string ChecklistTitle = "To your first call";
    public const string Done = "Done";
    public const string ToDo = "To do";
    public const string InProgressTitle = "Calls in progress";
    public const string NoneInProgress = "No call in progress.";
    public const string WatchLive = "Watch live";
    public const string RecentTitle = "Recent calls";
    public const string NoCalls = "No calls yet.";
    public const string AllCalls = "All calls";

    public static IReadOnlyList<(string Title, string Text)> Points { get; } =
    [
        ("Your keys, your bill", "Speech-to-text, language model, text-to-speech and telephony run on your own provider accounts. Keys are encrypted and never shown again."),
        ("A real conversation", "Everything streams, so answers come fast, and callers can interrupt. The agent knows which of its words were heard."),
        ("You see everything", "Live transcripts while people speak, and afterwards where every millisecond of every turn went."),
    ];
}
