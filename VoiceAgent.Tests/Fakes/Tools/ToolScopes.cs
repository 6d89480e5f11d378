using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Core.Tools;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>Calls that tools are opened for.</summary>
internal static class ToolScopes
{
    public static ToolScope For(AgentToolset toolset, ICallControl? control = null)
    {
        var agent = new AgentBuilder().Build() with { Id = toolset.AgentId, AccountId = toolset.AccountId };
        return new ToolScope { Account = toolset.AccountId, Agent = agent, Toolset = toolset, Call = CallOf(toolset.AccountId), Control = control ?? new NoCallControl() };
    }

    public static ToolContext Context(AccountId account, TimeProvider? time = null) => new()
    {
        Call = CallOf(account),
        TurnId = 1,
        Time = time ?? TimeProvider.System,
        WordsHeardAsync = static _ => Task.CompletedTask,
    };

    private static Call CallOf(AccountId account) => new()
    {
        Id = CallId.New(),
        AccountId = account,
        Direction = CallDirection.Inbound,
        From = "+15550100001",
        To = "+15550100002",
        CallControlId = "v3:call",
        StartedAt = TimeProvider.System.GetUtcNow(),
    };
}
