using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Words of the settings that decide who speaks when.</summary>
public static class TurnTakingText
{
    public const string Preset = "Turn taking";
    public const string Adjusted = "Adjusted";
    public const string Adjust = "Adjust each value";
    public const string AdjustHelp = "A preset sets all of these. Try a change on calls you have had: \u201cWhat if\u2026\u201d on a finished call or on the agent\u2019s page shows what it would have done.";

    public const string EndOfTurn = "When the caller has finished";
    public const string MinDelay = "Min delay (ms)";
    public const string MinDelayHelp = "Silence that ends the caller\u2019s turn when the words look complete. Lower answers sooner and cuts more callers off.";
    public const string MaxDelay = "Max delay (ms)";
    public const string MaxDelayHelp = "Silence that ends it when the sentence seems to go on (\u201c\u2026 and\u201d, \u201cmy name is\u201d), or the words never settle.";
    public const string ShortAnswer = "Yes/no delay (ms)";
    public const string ShortAnswerHelp = "Silence that ends it after yes or no, when the agent asked for one of them. Above the min delay it has no effect.";
    public const string Number = "Number delay (ms)";
    public const string NumberHelp = "Silence that ends it while a number, an e-mail address or a spelt name is dictated.";
    public const string Confidence = "End-of-turn confidence (%)";
    public const string ConfidenceHelp = "How sure the speech-to-text provider\u2019s turn model must be to end the turn at once. Below it, the delays decide.";

    public const string Ahead = "Answers in advance";
    public const string Preemptive = "Prepare an answer while the caller has only probably finished (preemptive generation)";
    public const string PreemptiveHelp = "Saves part of the model\u2019s time when the words stay the same, and costs a request in vain when they do not. Nothing is heard and no tool runs before it is certain. In a call where waste outweighs it switches itself off; the page of a call shows what it saved and cost.";
    public const string PreemptiveDelay = "Preparing after (ms)";
    public const string PreemptiveDelayHelp = "Pause after which words that are not settled yet count as probably all.";

    public const string Interruptions = "When the caller speaks over the agent";
    public const string AllowInterruptions = "The caller may interrupt the agent";
    public const string MinDuration = "Interruption duration (ms)";
    public const string MinDurationHelp = "Voice that silences the agent. It goes on where it was if no words follow.";
    public const string MinWords = "Interruption words";
    public const string MinWordsHelp = "Words that end what the agent was saying. \u201cUh-huh\u201d and the like never count.";
    public const string FalseInterruption = "False interruption timeout (ms)";
    public const string FalseInterruptionHelp = "After a cough or noise without words, silence until the agent goes on speaking.";

    /// <summary>What a preset is for.</summary>
    public static string Explain(string preset) => preset switch
    {
        TurnPresets.Fast => "Answers at the first sign of an end and falls silent at the first sound. May cut slow speakers off.",
        TurnPresets.Balanced => "Right for most calls.",
        TurnPresets.Patient => "For callers who think while they speak, dictate a lot, or call from noisy places.",
        _ => "Values of your own. Choose a preset to go back.",
    };
}
