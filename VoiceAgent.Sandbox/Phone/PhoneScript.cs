using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>What the simulated caller does.</summary>
public sealed record PhoneScript
{
    /// <summary>The longest a call may take.</summary>
    public static TimeSpan LongestCall { get; } = TimeSpan.FromMinutes(5);

    /// <summary>The number to call, +E.164.</summary>
    public required string To { get; init; }

    /// <summary>The app to tell about the call; null is the one that the number is connected to.</summary>
    public Uri? Webhook { get; init; }

    /// <summary>The caller's number, +E.164.</summary>
    public string From { get; init; } = "+12025550199";

    /// <summary>PCMU, or PCMA as calls from Europe arrive.</summary>
    public string Codec { get; init; } = "PCMU";

    /// <summary>What to say, one turn each; empty listens to the greeting only.</summary>
    public IReadOnlyList<string> Lines { get; init; } = [];

    /// <summary>Speaks <see cref="Interruption"/> over every answer.</summary>
    public bool BargeIn { get; init; }

    public string Interruption { get; init; } = "Wait, one moment please.";

    /// <summary>Keys pressed after the greeting: 0-9, *, #, A-D.</summary>
    public string Keys { get; init; } = string.Empty;

    /// <summary>Says nothing for this long before hanging up, after the last answer.</summary>
    public TimeSpan StaySilent { get; init; }

    /// <summary>Hangs up so long after the answer, whatever is being said; null speaks to the end.</summary>
    public TimeSpan? HangUpAfter { get; init; }

    public TimeSpan RingTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long to wait for a greeting, and for an answer.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>The agent has finished when it has been silent for so long.</summary>
    public TimeSpan AgentSilence { get; init; } = TimeSpan.FromMilliseconds(800);

    /// <summary>How long to listen to one answer before speaking anyway.</summary>
    public TimeSpan LongestAnswer { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The whole call, ringing included.</summary>
    public TimeSpan Timeout { get; init; } = LongestCall;

    /// <exception cref="ArgumentException">Something cannot be done; the message says what.</exception>
    internal void Check()
    {
        Require(TelnyxSimulator.IsE164(To), "The number to call must be written as +E.164, such as +12025550131.");
        Require(TelnyxSimulator.IsE164(From), "The caller's number must be written as +E.164, such as +12025550199.");
        Require(Codec is "PCMU" or "PCMA", "The codec must be PCMU or PCMA.");
        Require(Lines.Count <= 50, "A call has 50 lines at most.");
        Require(Lines.All(line => line is { Length: > 0 and <= 500 } && line.Any(char.IsLetterOrDigit)), "Each line must have words, 500 characters at most.");
        Require(Interruption.Length <= 500 && Interruption.Any(char.IsLetterOrDigit), "The interruption must have words.");
        Require(Keys.Length <= 50 && Keys.All(key => "0123456789*#ABCD".Contains(key)), "Keys are 0-9, *, #, A-D, 50 at most.");
        Require(Timeout > TimeSpan.Zero && Timeout <= LongestCall, "A call may take 5 minutes at most.");
        Require(StaySilent >= TimeSpan.Zero && StaySilent <= LongestCall, "The silence may take 5 minutes at most.");
        Require(HangUpAfter is null || HangUpAfter >= TimeSpan.Zero, "Hanging up cannot come before the answer.");
    }

    private static void Require(bool holds, string message)
    {
        if (!holds)
        {
            throw new ArgumentException(message);
        }
    }
}
