using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Calls;

/// <content>Lets the conversation be watched.</content>
public sealed partial class CallSession
{
    private IReadOnlyList<ConversationAction> Decide(ConversationEvent happened)
    {
        // Most looks at the clock find nothing due and change nothing.
        var isIdle = happened is ConversationEvent.TimePassed && _now < _conversation.Deadline;
        var actions = _conversation.Apply(happened, _now);
        (isIdle ? null : _setup.Observer)?.Applied(happened, _now, actions);
        return actions;
    }
}
