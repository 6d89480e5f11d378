namespace VoiceAgent.Core.Conversations;

/// <summary>When the agent speaks, stops and gives up. Every value is a duration or a count with its unit in its name or type.</summary>
public sealed record TurnOptions
{
    /// <summary>Least <see cref="MinInterruptionDuration"/>: one frame.</summary>
    public static readonly TimeSpan ShortestInterruption = TimeSpan.FromMilliseconds(20);

    /// <summary>Silence after which the caller's turn ends when the words look complete (min delay).</summary>
    public TimeSpan MinEndpointingDelay { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Silence after which the turn ends whatever the words look like (max delay).</summary>
    public TimeSpan MaxEndpointingDelay { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Silence after which yes or no ends the turn, when the agent asked for one of them; longer than the min delay it has no effect.</summary>
    public TimeSpan ShortAnswerDelay { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Silence after which the turn ends while a number, an e-mail address or a spelt name is dictated; never below the min delay.</summary>
    public TimeSpan NumberDelay { get; init; } = TimeSpan.FromMilliseconds(1200);

    /// <summary>
    /// How sure a provider's turn model has to be, 0 to 1, for its judgement to end the turn at once; below that it only tells that speech has
    /// ended, and the delays count.
    /// </summary>
    public double EndOfTurnConfidence { get; init; } = 0.6;

    /// <summary>
    /// Whether the language model is asked while the turn is only probably over (preemptive generation). Its answer is used if the turn ends with
    /// the same words, and thrown away otherwise; nothing of it is heard, and no tool runs, before that.
    /// </summary>
    public bool PreemptiveGeneration { get; init; }

    /// <summary>A pause after which words that are not settled count as probably all, for <see cref="PreemptiveGeneration"/>.</summary>
    public TimeSpan PreemptiveDelay { get; init; } = TimeSpan.FromMilliseconds(150);

    /// <summary>Whether the caller can interrupt the agent.</summary>
    public bool AllowInterruptions { get; init; } = true;

    /// <summary>Speech over the agent that counts as an interruption.</summary>
    public TimeSpan MinInterruptionDuration { get; init; } = TimeSpan.FromMilliseconds(240);

    /// <summary>
    /// Whether the agent falls silent at any sound that stands out of the line's noise, before it is known to be a voice, and goes on at once if
    /// it is none: with the shortest <see cref="MinInterruptionDuration"/> only.
    /// </summary>
    public bool GivesWayToSounds() => AllowInterruptions && MinInterruptionDuration <= ShortestInterruption;

    /// <summary>Words over the agent that count as an interruption; acknowledgements ("uh-huh") never do.</summary>
    public int MinInterruptionWords { get; init; } = 1;

    /// <summary>Pause after a pressed key after which the keys pressed are answered together.</summary>
    public TimeSpan KeyPause { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Key after which they are answered at once: one of 0-9, *, #, A-D; empty is none.</summary>
    public string KeysEnd { get; init; } = "#";

    /// <summary>So many keys are answered at once.</summary>
    public int MaxKeys { get; init; } = 32;

    /// <summary>Whether a pressed key interrupts the agent. Else it is answered once the agent has finished.</summary>
    public bool KeysInterrupt { get; init; } = true;

    /// <summary>Silence of both sides after which the agent asks whether the caller is still there.</summary>
    public TimeSpan SilencePromptAfter { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What it asks then.</summary>
    public string SilencePrompt { get; init; } = "Are you still there?";

    /// <summary>Unanswered silence prompts after which the call ends.</summary>
    public int SilencePromptsBeforeHangUp { get; init; } = 2;

    /// <summary>Said before a call ends because nobody answered the silence prompts. The caller may still speak up over it.</summary>
    public string SilenceGoodbye { get; init; } = "I can't hear you, so I'll hang up now. Goodbye.";

    /// <summary>Longest call.</summary>
    public TimeSpan MaxCallDuration { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Said before a call ends because it reached <see cref="MaxCallDuration"/>.</summary>
    public string MaxDurationGoodbye { get; init; } = "I'm sorry, we have reached the longest time this call can take. Goodbye.";

    /// <summary>Silence after speech over the agent without a word in it (a cough, noise), after which the agent goes on speaking.</summary>
    public TimeSpan FalseInterruptionTimeout { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>Said, when there is still a voice to say it, before a call ends because a provider failed.</summary>
    public string Apology { get; init; } = "I'm sorry, something went wrong on our side. Please call again in a moment. Goodbye.";
}
