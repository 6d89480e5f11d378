namespace VoiceAgent.Core.Conversations;

/// <summary>Ready-made ways of taking turns. A preset sets every value that decides who speaks when; the lines the agent says stay.</summary>
public static class TurnPresets
{
    /// <summary>Answers at the first sign of an end and gives way to the first sound; may cut slow speakers off.</summary>
    public const string Fast = nameof(Fast);

    /// <summary>For most calls.</summary>
    public const string Balanced = nameof(Balanced);

    /// <summary>For callers who think while they speak, dictate a lot, or call from noisy places.</summary>
    public const string Patient = nameof(Patient);

    public static IReadOnlyList<string> Names { get; } = [Fast, Balanced, Patient];

    /// <summary>The options as the preset has them. Throws on a name that is none of <see cref="Names"/>.</summary>
    public static TurnOptions Apply(string preset, TurnOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return preset switch
        {
            Fast => options with
            {
                MinEndpointingDelay = Milliseconds(200),
                MaxEndpointingDelay = Milliseconds(1000),
                ShortAnswerDelay = Milliseconds(100),
                NumberDelay = Milliseconds(800),
                EndOfTurnConfidence = 0.5,
                PreemptiveGeneration = true,
                PreemptiveDelay = Milliseconds(100),
                MinInterruptionDuration = TurnOptions.ShortestInterruption,
                MinInterruptionWords = 1,
                FalseInterruptionTimeout = Milliseconds(500),
            },
            Balanced => options with
            {
                MinEndpointingDelay = Milliseconds(300),
                MaxEndpointingDelay = Milliseconds(1500),
                ShortAnswerDelay = Milliseconds(150),
                NumberDelay = Milliseconds(1200),
                EndOfTurnConfidence = 0.6,
                PreemptiveGeneration = false,
                PreemptiveDelay = Milliseconds(150),
                MinInterruptionDuration = Milliseconds(240),
                MinInterruptionWords = 1,
                FalseInterruptionTimeout = Milliseconds(800),
            },
            Patient => options with
            {
                MinEndpointingDelay = Milliseconds(700),
                MaxEndpointingDelay = Milliseconds(3000),
                ShortAnswerDelay = Milliseconds(300),
                NumberDelay = Milliseconds(2000),
                EndOfTurnConfidence = 0.75,
                PreemptiveGeneration = false,
                PreemptiveDelay = Milliseconds(250),
                MinInterruptionDuration = Milliseconds(500),
                MinInterruptionWords = 2,
                FalseInterruptionTimeout = Milliseconds(1200),
            },
            _ => throw new ArgumentOutOfRangeException(nameof(preset), preset, $"There is no preset of that name. There are: {string.Join(", ", Names)}."),
        };
    }

    /// <summary>The preset whose values the options have; null when they have been adjusted.</summary>
    public static string? Of(TurnOptions options) => Names.FirstOrDefault(preset => Apply(preset, options) == options);

    private static TimeSpan Milliseconds(int milliseconds) => TimeSpan.FromMilliseconds(milliseconds);
}
