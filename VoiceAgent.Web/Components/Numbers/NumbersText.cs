using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>Words of the numbers page.</summary>
public static class NumbersText
{
    public const string Title = "Numbers";
    public const string Lead = "Each number is answered by one agent.";
    public const string EmptyTitle = "No numbers yet";
    public const string EmptyText = "Add a number that you own at Telnyx: type it, or import it with your key.";
    public const string ListTitle = "Your numbers";
    public const string Agent = "Agent";
    public const string NoAgent = "No agent: calls are rejected";
    public const string Remove = "Remove";
    public const string AddTitle = "Add a number";
    public const string NumberField = "Phone number";
    public const string NumberHelp = "With the country code, such as +1 202 555 0131.";
    public const string Add = "Add";
    public const string NotANumber = "Enter an international number: + and the country code, then 8 to 15 digits in all, such as +12025550131.";
    public const string AlreadyThere = "This number is already in your list.";
    public const string Import = "Import from Telnyx";
    public const string Importing = "Asking Telnyx…";
    public const string ImportEmpty = "Telnyx lists no active number for this key. Buy one in the Telnyx portal first.";
    public const string ImportTitle = "Numbers at Telnyx";
    public const string InList = "In your list";
    public const string NotConnected = "not connected to an application";
    public const string GuideTitle = "How to connect a number";
    public const string GuideLead = "Once, at Telnyx, so that calls to your number come here:";
    public const string GuideKeys = "Save your Telnyx API key and webhook public key under API keys.";
    public const string GuideKeysLink = "Open API keys";

    public static IReadOnlyList<string> GuideSteps { get; } =
    [
        "In the Telnyx portal, open Voice, Call Control (Voice API applications) and create an application.",
        "Enter your webhook address from below as the webhook URL and choose webhook API version 2.",
        "Open your number in the portal and choose this application as its connection.",
        "Add the number on this page, choose its agent, and call it.",
    ];

    public static string AgentOf(string number) => $"Agent that answers {number}";

    public static string RemoveLabel(string number) => $"Remove {number}";

    public static string AddLabel(string number) => $"Add {number}";

    public static string ConnectedTo(string connection) => $"connected to {connection}";

    public static string Added(string number) => $"{number} is in your list.";

    public static Confirmation RemoveQuestion(string number) => new(
        $"Remove {number}?",
        ["Calls to it are rejected from now on. The number itself stays yours at Telnyx."],
        Remove);
}
