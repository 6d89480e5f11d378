using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>The account's agents.</summary>
public sealed partial class AgentList(AgentRepository agents, PhoneLines lines, CurrentAccount current)
{
    private IReadOnlyList<Item>? _agents;

    private bool HasAgents => _agents is { Count: > 0 };

    protected override async Task OnInitializedAsync()
    {
        var account = (await current.GetAsync()).AccountId;
        var found = await agents.ListAsync(account, CancellationToken.None);
        var numbers = await lines.ListAsync(account, CancellationToken.None);
        _agents = [.. found.Select(agent => new Item(agent, numbers.Count(line => line.AgentId == agent.Id)))];
    }

    private sealed record Item(Agent Agent, int NumberCount);
}
