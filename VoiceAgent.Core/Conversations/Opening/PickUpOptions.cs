namespace VoiceAgent.Core.Conversations.Opening;

/// <summary>What an agent does when a call it has made is not answered by the person called.</summary>
public sealed record PickUpOptions
{
    /// <summary>What to do at a voicemail.</summary>
    public VoicemailAction OnVoicemail { get; init; } = VoicemailAction.HangUp;

    /// <summary>Said after the tone, and heard to its end before the agent hangs up; blank leaves no message.</summary>
    public string VoicemailMessage { get; init; } = string.Empty;

    /// <summary>Said to an assistant that asks who is calling and why; blank says the agent's name.</summary>
    public string ScreeningAnswer { get; init; } = string.Empty;
}

/// <summary>What an agent does at a voicemail.</summary>
public enum VoicemailAction
{
    HangUp,
    LeaveMessage,
}
