namespace VoiceAgent.Web.Components.Calls.Dialling;

/// <summary>Words of making a call.</summary>
public static class DiallingText
{
    public const string Title = "Call a number";
    public const string Lead = "The agent calls on your keys and your Telnyx account. Emergency, premium-rate and your own numbers are not called.";
    public const string To = "Number to call";
    public const string ToHelp = "With its country code, such as +1 202 555 0172.";
    public const string Agent = "Agent";
    public const string From = "Call from";
    public const string Call = "Call";
    public const string Calling = "Calling…";
    public const string NoNumbers = "An agent calls from one of your numbers, and you have none yet.";
    public const string NoAgents = "You have no agent that could call.";
    public const string NewAgent = "Make an agent";
}
