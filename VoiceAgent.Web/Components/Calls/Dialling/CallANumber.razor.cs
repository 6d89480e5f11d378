using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Outgoing;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Calls.Dialling;

/// <summary>Has an agent call a number, and goes to the live page, where the call rings.</summary>
public sealed partial class CallANumber(
    IOutgoingCalls outgoing, AgentRepository agents, PhoneLines lines, CurrentAccount current, NavigationManager navigation)
{
    private IReadOnlyList<PhoneLine>? _lines;
    private IReadOnlyList<Agent> _agents = [];
    private AgentId _agent;
    private string? _to;
    private string? _from;
    private string? _problem;
    private OutgoingCallResult? _refused;
    private bool _isCalling;

    /// <summary>The agent that calls; null lets the user choose one.</summary>
    [Parameter]
    public AgentId? Agent { get; set; }

    private bool HasProblem => _problem is not null;

    private string ButtonText => _isCalling ? DiallingText.Calling : DiallingText.Call;

    protected override async Task OnInitializedAsync()
    {
        var account = (await current.GetAsync()).AccountId;
        _agents = await agents.ListAsync(account, CancellationToken.None);
        var owned = await lines.ListAsync(account, CancellationToken.None);
        _agent = Agent ?? (_agents is [var first, ..] ? first.Id : default);
        _from = (owned.FirstOrDefault(line => line.AgentId == _agent) ?? (owned is [var own, ..] ? own : null))?.Number;
        _lines = owned;
    }

    private string NameOf(AgentId id) => _agents.FirstOrDefault(agent => agent.Id == id)?.Name ?? string.Empty;

    private async Task CallAsync()
    {
        if (_isCalling)
        {
            return;
        }

        (_isCalling, _problem, _refused) = (true, null, null);
        try
        {
            var user = await current.GetAsync();
            var result = await outgoing.StartAsync(
                user.AccountId, AuditActor.Of(user.UserId), CallId.New(), new OutgoingCallRequest { Agent = _agent, To = _to, From = _from });
            if (result.Refusal is null)
            {
                navigation.NavigateTo("/calls/live");
            }
            else if (result.Refusal is OutgoingRefusal.NumberRefused)
            {
                _problem = result.Message;
            }
            else
            {
                _refused = result;
            }
        }
        finally
        {
            _isCalling = false;
        }
    }
}
