using System.Globalization;
using VoiceAgent.Core.Replay;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>Words of what-if replay.</summary>
public static class ReplayText
{
    public const string Title = "What if…";
    public const string CallLead = "Runs this call again under other turn settings, from what was recorded of it: nobody is called and no provider is asked. Choose a preset or change values, and compare.";
    public const string AgentLead = "Runs the last calls of this agent again under other turn settings, from what was recorded of them: nobody is called and no provider is asked.";
    public const string NoLog = "The events of this call were not kept, so it cannot be run again. They are kept for calls that end while CallLog:Enabled is on.";
    public const string NoLogs = "No call of this agent has been recorded yet. After the next call you can see here what other settings would have done.";
    public const string Preset = "Start from";
    public const string PresetNone = "The settings of the call";
    public const string PresetNoneOfAgent = "The agent's settings";
    public const string Values = "Values";
    public const string ValuesHelp = "Durations with ms, s or min, such as 250ms or 1.5s.";
    public const string LastCalls = "Calls, newest first";
    public const string Compare = "Compare";
    public const string Comparing = "Comparing…";
    public const string NothingChanged = "These are the settings as they were. Change at least one value.";
    public const string TooMany = "Three variants are compared at most. Remove one first.";
    public const string TableLabel = "The call as it was and as it would have been";
    public const string Figure = "Figure";
    public const string Changed = "Changed";
    public const string Remove = "Remove";
    public const string Use = "Use for the agent";
    public const string Used = "Saved. The agent's next calls take these settings.";
    public const string AgentGone = "The agent no longer exists.";
    public const string Timeline = "Timeline";
    public const string TimelineLead = "Each bar is the caller's wait for an answer, from the end of their speech until they hear it. A red mark is a cut-off: the caller had not finished.";
    public const string Differences = "Differences, turn by turn";
    public const string NoDifference = "Every turn would have been the same.";
    public const string Download = "Download the call's log";
    public const string CutShort = "The log ends before the call did, because the call was longer than is kept (CallLog:MaxEvents). The figures are of its first part.";
    public const string Modelled = "What is modelled, and what cannot be known";
    public const string ModelledExact = "Until the first decision that differs, the recording itself is followed; with the same settings the whole call comes out as it was.";
    public const string ModelledAgent = "From there on, answers take as long as those recorded nearest in time: the model's first token, the voice's first audio, the pace of its words. An answer the caller interrupted or went on over is completed from the rest of the call, and counted as estimated.";
    public const string ModelledCaller = "The caller says what they said. What they said after hearing the agent begin or end comes as much earlier or later as the agent does. How they would have reacted to another moment, another answer or to being cut off cannot be known.";
    public const string ModelledSpeech = "Speech-to-text is asked for the min delay: where it counts the silence, it tells the end of speech as much sooner or later; where its own model judges the end, it tells it when it did. What the language model would have answered to other words is not known: the recorded answers stand in, also for the tokens, which are counted at four characters each.";

    private static readonly Dictionary<string, string> OptionLabels = new(StringComparer.Ordinal)
    {
        ["minEndpointingDelay"] = "Min delay",
        ["maxEndpointingDelay"] = "Max delay",
        ["shortAnswerDelay"] = "Yes/no delay",
        ["numberDelay"] = "Number delay",
        ["endOfTurnConfidence"] = "End-of-turn confidence (0 to 1)",
        ["keyPause"] = "Pause after a key",
        ["maxKeys"] = "Most keys",
        ["keysInterrupt"] = "A key interrupts the agent",
        ["preemptiveGeneration"] = "Answers in advance",
        ["preemptiveDelay"] = "Preparing after",
        ["allowInterruptions"] = "Callers may interrupt",
        ["minInterruptionDuration"] = "Interruption duration",
        ["minInterruptionWords"] = "Interruption words",
        ["falseInterruptionTimeout"] = "False interruption timeout",
        ["silencePromptAfter"] = "Silence before the prompt",
        ["silencePromptsBeforeHangUp"] = "Prompts before hanging up",
        ["maxCallDuration"] = "Longest call",
    };

    /// <summary>The option as fields and tables call it; its own name where it has no other.</summary>
    public static string Label(string option) => OptionLabels.GetValueOrDefault(option, option);

    public static string Variant(int number) => string.Create(CultureInfo.InvariantCulture, $"Variant {number}");

    public static string RemoveLabel(string variant) => $"Remove {variant}";

    public static string UseLabel(string variant) => $"Use {variant} for the agent";

    public static string ComparedCalls(int calls) => calls == 1 ? "One call compared." : string.Create(CultureInfo.InvariantCulture, $"{calls} calls compared.");

    public static string Unreadable(int calls) => calls == 1
        ? "One call was left out: its log was written by another version."
        : string.Create(CultureInfo.InvariantCulture, $"{calls} calls were left out: their logs were written by another version.");

    public static string DiffersFrom(TimeSpan from) => $"From {Display.Clock(from)} on it differs from the recording and is modelled.";

    public static string Describe(ReplayDifference difference)
    {
        ArgumentNullException.ThrowIfNull(difference);
        return difference.Kind switch
        {
            ReplayDifferenceKind.CutOff => "Cut off",
            ReplayDifferenceKind.NoLongerCutOff => "No longer cut off",
            ReplayDifferenceKind.Sooner => $"Answer {Display.Latency(difference.By?.Negate())} sooner",
            ReplayDifferenceKind.Later => $"Answer {Display.Latency(difference.By)} later",
            ReplayDifferenceKind.NewlyAnswered => "Answered as a turn of its own",
            ReplayDifferenceKind.NoLongerAnswered => "Not answered as a turn of its own",
            _ => throw new ArgumentOutOfRangeException(nameof(difference)),
        };
    }

    public static Confirmation UseQuestion(string agent, IReadOnlyList<(string Name, string Text)> changes) => new(
        $"Use these settings for {agent}?",
        [.. changes.Select(change => $"{Label(change.Name)}: {change.Text}"), "The agent's next calls take them; calls in progress do not change."],
        Use);
}
