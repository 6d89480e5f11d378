using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// What came from outside in a recorded call, in order, moved to where it would come in another run of it: a caller who answers waits
/// for what is answered. What was recorded after the agent began or ended an utterance keeps its distance from the begin or end of the
/// utterance that takes its place.
/// </summary>
internal sealed class CallerTimeline
{
    // If the agent says nothing there in the replay, the caller goes on as recorded after this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(6);

    private readonly IReadOnlyList<Item> _items;
    private readonly SimulatedAgent _agent;
    private int _next;
    private TimeSpan _shift;
    private TimeSpan? _lastBegin;
    private TimeSpan? _lastEnd;

    /// <param name="call">The recorded call.</param>
    /// <param name="events">What is still to come of it; what is not from outside is left out.</param>
    /// <param name="now">The moment the replay leaves the recording.</param>
    /// <param name="agent">The agent of the replay, as it is at that moment.</param>
    public CallerTimeline(RecordedCall call, IEnumerable<MovedEvent> events, TimeSpan now, SimulatedAgent agent)
    {
        _agent = agent;
        (_lastBegin, _lastEnd) = (agent.AudioBeganAt, agent.AudioEndedAt);
        var begins = call.Turns.Where(turn => turn.AudioSent is not null).Select(turn => new Item(turn.StartedAt + turn.AudioSent!.Value, null, IsBegin: true));
        var ends = call.Turns.Where(turn => turn is { AudioSent: not null, EndedAt: not null }).Select(turn => new Item(turn.EndedAt!.Value, null, IsBegin: false));
        Item[] anchors = [.. begins.Concat(ends).Where(item => item.At > now).OrderBy(item => item.At)];
        var outside = events.Where(one => IsFromOutside(one.Happened)).Select(one => (Place: PlaceOf(one, anchors), Item: new Item(one.At, one.Happened, IsBegin: false)));
        _items = [.. outside.Concat(anchors.Select(anchor => (Place: anchor.At, Item: anchor))).OrderBy(placed => placed.Place).Select(placed => placed.Item)];
    }

    /// <summary>
    /// When the next thing comes from outside, as far as is known by now; null when nothing does any more. It may come sooner once the
    /// agent has begun or ended an utterance.
    /// </summary>
    /// <param name="owesAnswer">Whether the agent is about to say something.</param>
    /// <param name="now">The time of the replay.</param>
    public TimeSpan? NextAt(bool owesAnswer, TimeSpan now)
    {
        while (_next < _items.Count && _items[_next] is { Event: null } anchor)
        {
            if (!TryAnchor(anchor))
            {
                var latest = anchor.At + _shift + (owesAnswer || _agent.IsBusy ? Patience : TimeSpan.Zero);
                if (now < latest)
                {
                    return latest;
                }
            }

            _next++;
        }

        return _next < _items.Count ? Later(_items[_next].At + _shift, now) : null;
    }

    // What comes later than it was recorded does not wait for an utterance that began after it: it may be what is answered there.
    private static TimeSpan PlaceOf(MovedEvent one, Item[] anchors)
    {
        var next = Array.Find(anchors, anchor => anchor.At > one.RecordedAt);
        return next is not null && next.At <= one.At ? next.At - TimeSpan.FromTicks(1) : one.At;
    }

    private bool TryAnchor(Item anchor)
    {
        var (instead, last) = anchor.IsBegin ? (_agent.AudioBeganAt, _lastBegin) : (_agent.AudioEndedAt, _lastEnd);
        if (instead is not { } moment || moment == last)
        {
            return false;
        }

        _shift = moment - anchor.At;
        if (anchor.IsBegin)
        {
            _lastBegin = moment;
        }
        else
        {
            _lastEnd = moment;
        }

        return true;
    }

    /// <summary>Takes the next thing, moved; null when only the wait for it is over.</summary>
    public ConversationEvent? Take()
    {
        if (_items[_next].Event is not { } one)
        {
            return null;
        }

        _next++;
        return one switch
        {
            ConversationEvent.VoiceStarted voice => new ConversationEvent.VoiceStarted(voice.At + _shift),
            ConversationEvent.VoicePaused voice => new ConversationEvent.VoicePaused(voice.At + _shift),
            ConversationEvent.VoiceStopped voice => new ConversationEvent.VoiceStopped(voice.At + _shift),
            var other => other,
        };
    }

    private static bool IsFromOutside(ConversationEvent happened) => happened is ConversationEvent.Started or ConversationEvent.SoundStarted or ConversationEvent.VoiceStarted
        or ConversationEvent.VoiceSustained or ConversationEvent.VoicePaused or ConversationEvent.VoiceWentOn or ConversationEvent.VoiceStopped or ConversationEvent.SpeechHeard or ConversationEvent.KeyPressed
        or ConversationEvent.ToneHeard
        or ConversationEvent.ListeningFailed or ConversationEvent.FarEndHungUp or ConversationEvent.MediaBroke or ConversationEvent.EndAsked;

    private static TimeSpan Later(TimeSpan one, TimeSpan other) => one > other ? one : other;

    /// <param name="At">When, in the recording.</param>
    /// <param name="Event">What comes from outside; null where the agent begins or ends to be heard.</param>
    /// <param name="IsBegin">Which of both.</param>
    private sealed record Item(TimeSpan At, ConversationEvent? Event, bool IsBegin);
}
