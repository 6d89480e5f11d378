namespace VoiceAgent.Sandbox.Phone;

/// <summary>What somebody does who is called.</summary>
public sealed record AnswerScript
{
    public PhoneAnswer Answer { get; init; } = PhoneAnswer.Answers;

    /// <summary>How long it rings before.</summary>
    public TimeSpan RingsFor { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Said once somebody has been put through; empty listens only.</summary>
    public string Line { get; init; } = "Hello, this is Maria. How can I help?";

    /// <summary>Hangs up so long after the line.</summary>
    public TimeSpan StaysFor { get; init; } = TimeSpan.FromSeconds(1);
}

/// <summary>What becomes of the ringing.</summary>
public enum PhoneAnswer
{
    Answers,
    Busy,
    Declines,
    NeverAnswers,
}
