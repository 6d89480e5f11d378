using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>An action of a conversation in a form that can be compared: what, when, of which turn.</summary>
/// <param name="At">When it was decided.</param>
/// <param name="Kind">The action's name.</param>
/// <param name="Subject">Which turn and what about it: the caller's words an answer is for, a line's kind, why the call ended.</param>
public sealed record ReplayDecision(TimeSpan At, string Kind, string Subject)
{
    public static ReplayDecision Of(ConversationAction action, TimeSpan at)
    {
        ArgumentNullException.ThrowIfNull(action);
        var subject = action switch
        {
            ConversationAction.StartTurn start => $"{start.TurnId}: {start.History.Count} {start.History[^1].Text}{(start.Prepared is null ? string.Empty : " (prepared)")}",
            ConversationAction.Speculate ahead => $"{ahead.Id}: {ahead.History.Count} {ahead.History[^1].Text}",
            ConversationAction.SpeakLine line => $"{line.TurnId}: {line.Kind} {line.Text}",
            _ => action.ToString(),
        };
        return new ReplayDecision(at, action.GetType().Name, subject);
    }
}
