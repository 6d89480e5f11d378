using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations.Opening;

namespace VoiceAgent.Web.Components.Agents.PickUp;

/// <summary>What the agent does when a call it makes is answered by a machine. Opens by itself when one of its fields has a problem.</summary>
public sealed partial class AgentPickUp
{
    private const string Prefix = nameof(Agent.PickUp) + ".";
    private const string MessagePath = Prefix + nameof(PickUpOptions.VoicemailMessage);
    private const string ScreeningPath = Prefix + nameof(PickUpOptions.ScreeningAnswer);

    private bool _isOpen;

    [Parameter, EditorRequired]
    public AgentDraft Draft { get; set; } = default!;

    /// <summary>What is wrong at a path of <see cref="Agent"/>, or null.</summary>
    [Parameter, EditorRequired]
    public Func<string, string?> ProblemAt { get; set; } = default!;

    [Parameter]
    public EventCallback OnEdited { get; set; }

    protected override void OnParametersSet() => _isOpen |= IsWrong(MessagePath) || IsWrong(ScreeningPath);

    private bool IsWrong(string path) => ProblemAt(path) is not null;
}
