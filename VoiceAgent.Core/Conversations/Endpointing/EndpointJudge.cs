namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>Decides when the caller's turn is over, from everything that is known. Pure: the same signals always give the same end.</summary>
public static class EndpointJudge
{
    // A provider settles its words 250 to 350 ms after the voice ends; so long their coming is waited for before silence counts.
    private static readonly TimeSpan SettlingTime = TimeSpan.FromMilliseconds(600);

    // Yes and no need no settling, only the certainty that no word follows at once.
    private static readonly TimeSpan ShortSettlingTime = TimeSpan.FromMilliseconds(300);

    // Voice without end and without new words is noise: the words before it are a turn all the same.
    private static readonly TimeSpan NoiseLimit = TimeSpan.FromSeconds(4);

    /// <summary>When the turn is over if nothing more is heard.</summary>
    public static Endpoint Decide(in EndpointSignals signals, TurnOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        var isVoiceHeard = signals.IsVoiceActive && signals.VoicePausedAt is null;
        if (signals.ProviderEndedAt is { } judged && IsJudgedOver(signals, options))
        {
            // The provider went by what was said and how: silence and the look of the words tell nothing more. A voice that is still
            // heard may be noise.
            return new(isVoiceHeard ? judged + options.MinEndpointingDelay : judged, EndpointReason.ProviderJudgement);
        }

        if (signals.IsVoiceActive && (isVoiceHeard || signals.ProviderEndedAt is null))
        {
            return signals.ProviderEndedAt is { } ended
                ? new(ended + options.MaxEndpointingDelay, EndpointReason.MaxDelay)
                : new(signals.LastWordsAt + NoiseLimit, EndpointReason.Noise);
        }

        var (delay, reason) = DelayOf(signals.Look, options);
        return (signals.IsVoiceActive ? signals.VoicePausedAt : signals.VoiceStoppedAt) is { } stopped
            ? AfterVoice(signals, options, stopped, delay, reason)
            : WithoutVoice(signals, options, delay, reason);
    }

    // Parts of a number are told apart by pauses that sound like ends.
    private static bool IsJudgedOver(in EndpointSignals signals, TurnOptions options) =>
        signals.IsJudgedOver && signals.Look is not WordsLook.Dictating && (signals.Confidence is not { } sure || sure >= options.EndOfTurnConfidence);

    private static Endpoint AfterVoice(in EndpointSignals signals, TurnOptions options, TimeSpan stopped, TimeSpan delay, EndpointReason reason)
    {
        if (signals.HasInterim && reason is not EndpointReason.ShortAnswer)
        {
            return new(stopped + Longer(delay, options.MaxEndpointingDelay), EndpointReason.MaxDelay);
        }

        var settledSinceStop = signals.ProviderEndedAt is not null || (signals.LastSettledAt >= stopped && !signals.HasInterim);
        var settling = reason is EndpointReason.ShortAnswer ? ShortSettlingTime : SettlingTime;
        return new(stopped + (settledSinceStop ? delay : Longer(delay, settling)), reason);
    }

    // Too soft for our own voice activity: the provider, who waited for the silence it was asked for, decides alone.
    private static Endpoint WithoutVoice(in EndpointSignals signals, TurnOptions options, TimeSpan delay, EndpointReason reason) =>
        signals.ProviderEndedAt is { } told && !signals.HasInterim
            ? new(told + Longer(delay - options.MinEndpointingDelay, TimeSpan.Zero), reason)
            : new(signals.LastWordsAt + Longer(delay, options.MaxEndpointingDelay), EndpointReason.MaxDelay);

    private static (TimeSpan Delay, EndpointReason Reason) DelayOf(WordsLook look, TurnOptions options) => look switch
    {
        WordsLook.Unfinished => (options.MaxEndpointingDelay, EndpointReason.MaxDelay),
        WordsLook.Dictating => (Longer(options.NumberDelay, options.MinEndpointingDelay), EndpointReason.Dictation),
        WordsLook.ShortAnswer when options.ShortAnswerDelay < options.MinEndpointingDelay => (options.ShortAnswerDelay, EndpointReason.ShortAnswer),
        _ => (options.MinEndpointingDelay, EndpointReason.Silence),
    };

    private static TimeSpan Longer(TimeSpan one, TimeSpan other) => one > other ? one : other;
}
