using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>Gathers the events of one call while it lasts; only in memory. Used by the call's loop, and by whoever keeps the log after it.</summary>
public sealed class CallLogRecorder(int maxEvents) : IConversationObserver
{
    private readonly List<LoggedEvent> _events = [];
    private ConversationSettings? _settings;
    private bool _isCutShort;

    void IConversationObserver.Begun(ConversationSettings settings) => _settings = settings;

    void IConversationObserver.Applied(ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions)
    {
        if (_events.Count < maxEvents)
        {
            _events.Add(new LoggedEvent(at, happened));
        }
        else
        {
            _isCutShort = true;
        }
    }

    /// <summary>The log of the call, which is over; null when its conversation never began.</summary>
    public CallLog? Finish(Call call)
    {
        ArgumentNullException.ThrowIfNull(call);
        return _settings is null ? null : new CallLog
        {
            Id = call.Id,
            AccountId = call.AccountId,
            AgentId = call.AgentId,
            StartedAt = call.StartedAt,
            Version = CallLog.CurrentVersion,
            Settings = _settings with { SystemMessage = string.Empty },
            SystemMessageLength = _settings.SystemMessage.Length,
            IsCutShort = _isCutShort,
            Count = _events.Count,
            Events = CallLogEvents.Pack(_events),
        };
    }
}
