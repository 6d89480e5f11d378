using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Components.Home;

/// <summary>How far an account is on the way to its first call.</summary>
public sealed class ChecklistModel(ICallReadinessService readiness, AgentRepository agents, PhoneLines lines, CallRepository calls)
{
    public CallReadiness Readiness { get; private set; } = new() { Missing = [] };

    public IReadOnlyList<ChecklistStep> Steps { get; private set; } = [];

    /// <summary>Whether nothing is left to do.</summary>
    public bool IsDone => Steps.All(step => step.IsDone);

    public async Task LoadAsync(AccountId account, CancellationToken cancellationToken)
    {
        Readiness = await readiness.EvaluateAsync(account, agent: null, cancellationToken);
        var known = (await agents.ListAsync(account, cancellationToken)).Select(agent => agent.Id).ToHashSet();
        var numbers = await lines.ListAsync(account, cancellationToken);
        var hasNumber = numbers.Any(line => line.AgentId is { } agent && known.Contains(agent));
        var hasCall = await calls.CountAsync(account, cancellationToken) > 0;
        Steps =
        [
            new("Add your keys", "One usable key for each part of a call.", "/settings", Readiness.IsReady),
            new("Create an agent", "Say who answers and what it knows.", "/agents", known.Count > 0),
            new("Connect a number", "Choose which agent answers it.", "/numbers", hasNumber),
            new("Call it", "And watch the conversation live.", "/calls/live", hasCall),
        ];
    }
}
