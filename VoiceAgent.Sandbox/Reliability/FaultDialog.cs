namespace VoiceAgent.Sandbox.Reliability;

/// <summary>What is said in every call: the simulated models answer by the instructions, so that each answer is known word for word.</summary>
internal static class FaultDialog
{
    public const string Greeting = "Hello, this is Spoke and Chain, how can I help you?";

    public const string Instructions =
        "You answer the phone of a bicycle shop. The shop is open Monday to Friday from nine to six, and it is closed on Sunday. Our street address is twelve Market Street.";

    /// <summary>What the caller says and what the agent must answer; the first is the greeting.</summary>
    public static IReadOnlyList<(string Says, string Expects)> Turns { get; } =
    [
        (string.Empty, Greeting),
        ("Hello, could you please tell me your opening hours?", "The shop is open Monday to Friday from nine to six, and it is closed on Sunday."),
        ("And where can I find you?", "Our street address is twelve Market Street."),
    ];
}
