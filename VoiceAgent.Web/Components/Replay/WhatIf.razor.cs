using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Replay;
using VoiceAgent.Web.Components.Shared;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>A finished call of the account, or the last calls of one of its agents, under other turn settings.</summary>
public sealed partial class WhatIf(CallReplays replays, AgentRepository agents, TimeProvider time, CurrentAccount current, IDialogService dialogs)
{
    private WhatIfModel? _model;
    private (CallId?, AgentId?) _shown;
    private bool _isBusy;

    /// <summary>The call; null compares the agent's last calls.</summary>
    [Parameter]
    public CallId? Call { get; set; }

    /// <summary>The agent; of a call the one that took it.</summary>
    [Parameter]
    public AgentId? Agent { get; set; }

    private bool IsOfAgent => Call is null;

    private string Lead => IsOfAgent ? ReplayText.AgentLead : ReplayText.CallLead;

    private string NoLog => IsOfAgent ? ReplayText.NoLogs : ReplayText.NoLog;

    protected override async Task OnParametersSetAsync()
    {
        if (_model is not null && _shown == (Call, Agent))
        {
            return;
        }

        _shown = (Call, Agent);
        var model = new WhatIfModel(replays, agents, time, (await current.GetAsync()).AccountId);
        if (Call is { } call)
        {
            await model.LoadCallAsync(call, Agent, CancellationToken.None);
        }
        else if (Agent is { } agent)
        {
            await model.LoadAgentAsync(agent, CancellationToken.None);
        }

        _model = model;
    }

    private static string LogAddress(CallId call) => $"/calls/{call}/log";

    private Task CompareAsync() => DoAsync(() => _model!.AddAsync(CancellationToken.None));

    private Task RemoveAsync(string variant) => DoAsync(() => _model!.RemoveAsync(variant, CancellationToken.None));

    private async Task UseAsync(string variant)
    {
        if (_model?.Agent is { } agent && await dialogs.ConfirmAsync(ReplayText.UseQuestion(agent.Name, _model.ChangesOf(variant))))
        {
            await DoAsync(() => _model.UseAsync(variant, CancellationToken.None));
        }
    }

    private async Task DoAsync(Func<Task> work)
    {
        if (_isBusy)
        {
            return;
        }

        _isBusy = true;
        try
        {
            // The page shows that it works before the work begins.
            StateHasChanged();
            await Task.Yield();
            await work();
        }
        finally
        {
            _isBusy = false;
        }
    }
}
