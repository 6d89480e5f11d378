using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Replay;

/// <summary>
/// What speech-to-text would have reported when asked for another silence. A recogniser that counts the silence after speech tells its
/// end as much sooner or later; one whose own model judges the end tells it when it did.
/// </summary>
internal static class ListeningDelay
{
    // No recogniser is sure of an end sooner than this.
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(80);

    /// <summary>The events in the order of their new times, with the ends of speech where they would have been told.</summary>
    /// <param name="events">As recorded.</param>
    /// <param name="by">How much longer the silence is; negative is shorter.</param>
    public static IReadOnlyList<MovedEvent> Move(IReadOnlyList<LoggedEvent> events, TimeSpan by)
    {
        if (by == TimeSpan.Zero || events.Any(one => one.Happened is ConversationEvent.SpeechHeard { Speech: SpeechEvent.Final { EndOfTurn: true } }))
        {
            return [.. events.Select(Stay)];
        }

        var moved = new List<MovedEvent>(events.Count);
        for (var i = 0; i < events.Count; i++)
        {
            moved.Add(IsEndOfSpeech(events[i]) && SilentSince(events, i) is { } since ? Move(events, i, since, by) : Stay(events[i]));
        }

        return [.. moved.OrderBy(one => one.At)];
    }

    private static MovedEvent Stay(LoggedEvent one) => new(one.At, one.Happened, one.At);

    private static bool IsEndOfSpeech(LoggedEvent one) =>
        one.Happened is ConversationEvent.SpeechHeard { Speech: SpeechEvent.Ended or SpeechEvent.Final { EndOfSpeech: true } };

    // When the voice before the event ended; null while it went on or was too soft to be heard.
    private static TimeSpan? SilentSince(IReadOnlyList<LoggedEvent> events, int index)
    {
        TimeSpan? since = null;
        foreach (var (at, happened) in events)
        {
            if (happened is ConversationEvent.VoiceStopped stopped && stopped.At <= events[index].At)
            {
                since = stopped.At;
            }
            else if (happened is ConversationEvent.VoiceStarted started && started.At <= events[index].At)
            {
                since = null;
            }

            if (at > events[index].At + TimeSpan.FromSeconds(1))
            {
                break;
            }
        }

        return since;
    }

    private static MovedEvent Move(IReadOnlyList<LoggedEvent> events, int index, TimeSpan since, TimeSpan by)
    {
        var (at, happened) = events[index];
        var earliest = since + Shortest < at ? since + Shortest : at;
        var then = at + by > earliest ? at + by : earliest;
        var goesOn = events.Any(one => one.Happened is ConversationEvent.VoiceStarted voice && voice.At > at && voice.At < then);
        return (goesOn, ((ConversationEvent.SpeechHeard)happened).Speech) switch
        {
            // The silence was not long enough to be an end: the words are settled as they were.
            (true, SpeechEvent.Final final) => new MovedEvent(at, new ConversationEvent.SpeechHeard(final with { EndOfSpeech = false }), at),
            (true, _) => new MovedEvent(at, new ConversationEvent.TimePassed(), at),
            _ => new MovedEvent(then, happened, at),
        };
    }
}

/// <summary>An event at another time than it was recorded.</summary>
/// <param name="At">When it comes.</param>
/// <param name="Happened">What.</param>
/// <param name="RecordedAt">When it was recorded.</param>
internal readonly record struct MovedEvent(TimeSpan At, ConversationEvent Happened, TimeSpan RecordedAt);
