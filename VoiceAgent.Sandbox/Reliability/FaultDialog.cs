using VoiceAgent.Sandbox.Tools;

namespace VoiceAgent.Sandbox.Reliability;

/// <summary>What is said in a call: the simulated models answer by the instructions, so that each answer is known word for word.</summary>
/// <param name="Turns">What the caller says and what the agent must answer; the first is the greeting.</param>
internal sealed record FaultDialog(IReadOnlyList<FaultTurn> Turns)
{
    public const string Greeting = "Hello, this is Spoke and Chain, how can I help you?";

    public const string Instructions =
        "You answer the phone of a bicycle shop. The shop is open Monday to Friday from nine to six, and it is closed on Sunday. Our street address is twelve Market Street.";

    /// <summary>Said while a tool runs; how often is the agent's affair.</summary>
    public const string Filler = "One moment, please.";

    private static readonly FaultTurn First = new(string.Empty, Greeting);
    private static readonly FaultTurn Last = new("And where can I find you?", "Our street address is twelve Market Street.");

    private const string ToolQuestion = "Hello, could you please check the stock of blue tubes?";

    /// <summary>Two questions that the model answers by itself.</summary>
    public static FaultDialog Plain { get; } = new(
    [
        First,
        new("Hello, could you please tell me your opening hours?", "The shop is open Monday to Friday from nine to six, and it is closed on Sunday."),
        Last,
    ]);

    /// <summary>The first question takes a tool.</summary>
    public static FaultDialog WithTool { get; } = new([First, new(ToolQuestion, $"Here is what I found: {ShopTool.Answer}"), Last]);

    /// <summary>The first question takes a tool, and that fails.</summary>
    public static FaultDialog WithoutResult { get; } = new([First, new(ToolQuestion, "I am sorry, I cannot look that up at the moment."), Last]);

    public IReadOnlyList<string> Says => [.. Turns.Select(turn => turn.Says)];

    public IReadOnlyList<string> Expects => [.. Turns.Select(turn => turn.Expects)];
}

/// <summary>A question and its answer, word for word.</summary>
internal sealed record FaultTurn(string Says, string Expects);
