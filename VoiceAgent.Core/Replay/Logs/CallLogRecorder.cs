using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>
/// Gathers the events of one call while it lasts; only in memory, compressed but for the latest, so that a long call takes little more than a
/// short one. Used by the call's loop, and by whoever keeps the log after it.
/// </summary>
public sealed class CallLogRecorder(int maxEvents) : IConversationObserver
{
    private const int EventsCompressedAtOnce = 128;

    private readonly List<byte[]> _before = [];
    private readonly List<LoggedEvent> _events = [];
    private int _count;
    private ConversationSettings? _settings;
    private bool _isCutShort;

    void IConversationObserver.Begun(ConversationSettings settings) => _settings = settings;

    void IConversationObserver.Applied(ConversationEvent happened, TimeSpan at, IReadOnlyList<ConversationAction> actions)
    {
        if (_count == maxEvents)
        {
            _isCutShort = true;
            return;
        }

        _count++;
        _events.Add(new LoggedEvent(at, happened));
        if (_events.Count == EventsCompressedAtOnce)
        {
            _before.Add(CallLogEvents.Compress(_events));
            _events.Clear();
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
            Count = _count,
            Events = CallLogEvents.Pack(_before, _events),
        };
    }
}
