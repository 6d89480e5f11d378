using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>When the agent speaks, stops and gives up. Opens by itself when one of its fields has a problem.</summary>
public sealed partial class AgentTurns
{
    private const string Prefix = nameof(Agent.Turns) + ".";
    private const string SilenceAfterPath = Prefix + nameof(TurnOptions.SilencePromptAfter);
    private const string SilencePromptPath = Prefix + nameof(TurnOptions.SilencePrompt);
    private const string SilencePromptsPath = Prefix + nameof(TurnOptions.SilencePromptsBeforeHangUp);
    private const string SilenceGoodbyePath = Prefix + nameof(TurnOptions.SilenceGoodbye);
    private const string MaxDurationPath = Prefix + nameof(TurnOptions.MaxCallDuration);
    private const string MaxDurationGoodbyePath = Prefix + nameof(TurnOptions.MaxDurationGoodbye);
    private const string ApologyPath = Prefix + nameof(TurnOptions.Apology);

    private static readonly string[] Paths =
    [
        .. TurnTakingFields.Paths, SilenceAfterPath, SilencePromptPath, SilencePromptsPath, SilenceGoodbyePath, AgentKeys.KeyPausePath, AgentKeys.KeysEndPath, AgentKeys.MaxKeysPath,
        MaxDurationPath, MaxDurationGoodbyePath, ApologyPath,
    ];

    private bool _isOpen;

    [Parameter, EditorRequired]
    public AgentDraft Draft { get; set; } = default!;

    /// <summary>What is wrong at a path of <see cref="Agent"/>, or null.</summary>
    [Parameter, EditorRequired]
    public Func<string, string?> ProblemAt { get; set; } = default!;

    [Parameter]
    public EventCallback OnEdited { get; set; }

    protected override void OnParametersSet() => _isOpen |= Paths.Any(IsWrong);

    private bool IsWrong(string path) => ProblemAt(path) is not null;
}
