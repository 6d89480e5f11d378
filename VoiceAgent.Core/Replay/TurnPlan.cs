using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Core.Replay;

/// <summary>How an utterance goes in a replay: the recorded latencies of one like it, counted from its start.</summary>
internal sealed record TurnPlan
{
    private static readonly TimeSpan UsualFirstToken = TimeSpan.FromMilliseconds(400);
    private static readonly TimeSpan UsualVoice = TimeSpan.FromMilliseconds(250);
    private const int UsualWords = 12;

    public required string Text { get; init; }

    public TimeSpan? FirstToken { get; init; }

    public TimeSpan? VoiceAsked { get; init; }

    public TimeSpan? VoiceAnswered { get; init; }

    public TimeSpan? AudioSent { get; init; }

    public required TimeSpan WordDuration { get; init; }

    public required AgentTurnOutcome Outcome { get; init; }

    /// <summary>From the start to the end by itself.</summary>
    public required TimeSpan Took { get; init; }

    /// <summary>What else happens in it, and when after the start.</summary>
    public IReadOnlyList<(TimeSpan After, ConversationEvent Happened)> Also { get; init; } = [];

    /// <summary>Whether a part was not recorded, so that it follows from the rest of the call.</summary>
    public required bool IsEstimated { get; init; }

    /// <summary>The plan with everything so much later; negative is sooner, up to the model's first token.</summary>
    public TurnPlan Later(TimeSpan by)
    {
        by = by < -(FirstToken ?? TimeSpan.Zero) ? -(FirstToken ?? TimeSpan.Zero) : by;
        return by == TimeSpan.Zero ? this : this with
        {
            FirstToken = FirstToken + by,
            VoiceAsked = VoiceAsked + by,
            VoiceAnswered = VoiceAnswered + by,
            AudioSent = AudioSent + by,
            Took = Took + by,
            Also = [.. Also.Select(one => (one.After + by, one.Happened))],
        };
    }

    /// <summary>The plan for a turn that goes as the recorded one.</summary>
    public static TurnPlan Like(RecordedTurn turn, RecordedCall call)
    {
        var words = CallerWords.Count(turn.Text);
        if (turn is { Outcome: { } outcome, Took: { } took })
        {
            return new TurnPlan
            {
                Text = turn.Text,
                FirstToken = turn.FirstToken,
                VoiceAsked = turn.VoiceAsked,
                VoiceAnswered = turn.VoiceAnswered,
                AudioSent = turn.AudioSent,
                WordDuration = turn.Speaking is { } speaking && words > 0 ? speaking / words : call.WordDuration,
                Outcome = outcome,
                Took = took,
                Also = turn.Also,
                IsEstimated = false,
            };
        }

        // It was cut: what was not recorded of it goes as elsewhere in the call.
        TimeSpan? first = turn.IsLine ? null : turn.FirstToken ?? Median(call, one => one.FirstToken) ?? UsualFirstToken;
        var asked = turn.VoiceAsked ?? (first ?? TimeSpan.Zero);
        var audio = turn.AudioSent ?? (Median(call, one => one.AudioSent - one.VoiceAsked) ?? UsualVoice) + asked;
        var text = words > 0 ? turn.Text : string.Join(' ', Enumerable.Repeat("…", UsualWords));
        var wordDuration = turn.Heard.Words > 2 ? turn.Heard.After / turn.Heard.Words : call.WordDuration;
        return new TurnPlan
        {
            Text = text,
            FirstToken = first,
            VoiceAsked = asked,
            VoiceAnswered = turn.VoiceAnswered ?? audio,
            AudioSent = audio,
            WordDuration = wordDuration,
            Outcome = new AgentTurnOutcome.Completed(text),
            Took = audio + (wordDuration * (words > 0 ? words : UsualWords)),
            Also = turn.Also,
            IsEstimated = true,
        };
    }

    /// <summary>The plan for a fixed line that the recorded call did not have.</summary>
    public static TurnPlan ForLine(string text, RecordedCall call)
    {
        var audio = Median(call, one => one.IsLine ? one.AudioSent : null) ?? UsualVoice;
        return new TurnPlan
        {
            Text = text,
            VoiceAsked = TimeSpan.Zero,
            VoiceAnswered = audio,
            AudioSent = audio,
            WordDuration = call.WordDuration,
            Outcome = new AgentTurnOutcome.Completed(text),
            Took = audio + (call.WordDuration * CallerWords.Count(text)),
            IsEstimated = true,
        };
    }

    /// <summary>The plan for an answer in a call that recorded none.</summary>
    public static TurnPlan ForAnswer(RecordedCall call) =>
        Like(new RecordedTurn { Id = -1, IsLine = false, StartedAt = TimeSpan.Zero }, call);

    private static TimeSpan? Median(RecordedCall call, Func<RecordedTurn, TimeSpan?> part)
    {
        var known = call.Turns.Select(part).OfType<TimeSpan>().Where(one => one >= TimeSpan.Zero).Order().ToArray();
        return known.Length == 0 ? null : known[known.Length / 2];
    }
}
