using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Who speaks when: a preset, and every value of it. The values open when they have been adjusted or one has a problem.</summary>
public sealed partial class TurnTakingFields
{
    private const string Prefix = nameof(Agent.Turns) + ".";
    private const string MinDelayPath = Prefix + nameof(TurnOptions.MinEndpointingDelay);
    private const string MaxDelayPath = Prefix + nameof(TurnOptions.MaxEndpointingDelay);
    private const string ShortAnswerPath = Prefix + nameof(TurnOptions.ShortAnswerDelay);
    private const string NumberPath = Prefix + nameof(TurnOptions.NumberDelay);
    private const string ConfidencePath = Prefix + nameof(TurnOptions.EndOfTurnConfidence);
    private const string PreemptiveDelayPath = Prefix + nameof(TurnOptions.PreemptiveDelay);
    private const string MinDurationPath = Prefix + nameof(TurnOptions.MinInterruptionDuration);
    private const string MinWordsPath = Prefix + nameof(TurnOptions.MinInterruptionWords);
    private const string FalseInterruptionPath = Prefix + nameof(TurnOptions.FalseInterruptionTimeout);

    private bool _isOpen;

    /// <summary>Where its fields are in <see cref="Agent"/>.</summary>
    internal static IReadOnlyList<string> Paths { get; } =
        [MinDelayPath, MaxDelayPath, ShortAnswerPath, NumberPath, ConfidencePath, PreemptiveDelayPath, MinDurationPath, MinWordsPath, FalseInterruptionPath];

    [Parameter, EditorRequired]
    public AgentDraft Draft { get; set; } = default!;

    /// <summary>What is wrong at a path of <see cref="Agent"/>, or null.</summary>
    [Parameter, EditorRequired]
    public Func<string, string?> ProblemAt { get; set; } = default!;

    [Parameter]
    public EventCallback OnEdited { get; set; }

    private string Preset => Draft.TurnPreset ?? TurnTakingText.Adjusted;

    private bool IsAdjusted => Draft.TurnPreset is null;

    protected override void OnParametersSet() => _isOpen |= IsAdjusted || Paths.Any(path => ProblemAt(path) is not null);

    private Task ChooseAsync(string preset)
    {
        if (TurnPresets.Names.Contains(preset))
        {
            Draft.ApplyPreset(preset);
        }

        return OnEdited.InvokeAsync();
    }
}
