using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Components.Numbers;

/// <summary>One number, with the choice of who answers it.</summary>
public sealed partial class NumberRow
{
    private const string Nobody = "nobody";

    [Parameter, EditorRequired]
    public PhoneLine Line { get; set; } = default!;

    [Parameter, EditorRequired]
    public IReadOnlyList<Agent> Agents { get; set; } = default!;

    [Parameter]
    public EventCallback<NumberAssignment> OnAssign { get; set; }

    [Parameter]
    public EventCallback<string> OnRemove { get; set; }

    // A deleted agent answers nothing: the call is rejected just as without one.
    private string Chosen => Agents.FirstOrDefault(agent => agent.Id == Line.AgentId)?.Id.ToString() ?? Nobody;

    private static string IdOf(Agent agent) => agent.Id.ToString();

    private string NameOf(string? id) => Agents.FirstOrDefault(agent => agent.Id.ToString() == id)?.Name ?? NumbersText.NoAgent;

    private Task AssignAsync(string? id) =>
        OnAssign.InvokeAsync(new NumberAssignment(Line.Number, AgentId.TryParse(id, out var agent) ? agent : null));

    private Task RemoveAsync() => OnRemove.InvokeAsync(Line.Number);
}
