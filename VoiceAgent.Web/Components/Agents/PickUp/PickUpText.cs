namespace VoiceAgent.Web.Components.Agents.PickUp;

/// <summary>Words of what an agent does when it calls and a machine answers.</summary>
public static class PickUpText
{
    public const string Title = "When it calls and a machine answers";
    public const string Lead = "The agent waits until somebody says hello, and greets a person only.";
    public const string LeaveMessage = "Leave a message on voicemail instead of hanging up";
    public const string Message = "Voicemail message";
    public const string MessageHelp = "Said after the tone. The agent hangs up once all of it was said.";
    public const string Screening = "What it says to an assistant that asks who is calling";
    public const string ScreeningHelp = "Who is calling and why, in a sentence; the agent then waits for the person. Left empty, it says its name.";
}
