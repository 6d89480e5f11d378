using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <content>Lets others watch the conversation, and end the call.</content>
public sealed partial class CallSession
{
    /// <summary>Ends the call soon, whatever it is doing; the first reason counts. Thread-safe, at any time, also twice.</summary>
    public void End(CallEndReason reason)
    {
        // The inbox wakes its reader on this thread. Whoever asks may be a page, whose context the rest of the call must not stay in.
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            Post(new ConversationEvent.EndAsked(reason));
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }

    private IReadOnlyList<ConversationAction> Decide(ConversationEvent happened)
    {
        // Most looks at the clock find nothing due and change nothing.
        var isIdle = happened is ConversationEvent.TimePassed && _now < _conversation.Deadline;
        var actions = _conversation.Apply(happened, _now);
        (isIdle ? null : _setup.Observer)?.Applied(happened, _now, actions);
        return actions;
    }
}
