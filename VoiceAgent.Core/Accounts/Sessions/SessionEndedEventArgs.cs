namespace VoiceAgent.Core.Accounts.Sessions;

/// <summary>Says which session has ended.</summary>
public sealed class SessionEndedEventArgs(SessionId session) : EventArgs
{
    public SessionId Session { get; } = session;
}
