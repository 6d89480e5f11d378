using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Agents;

/// <summary>An agent was stored anew or deleted.</summary>
public sealed class AgentChangedEventArgs(AccountId account, AgentId agent) : EventArgs
{
    public AccountId Account => account;

    public AgentId Agent => agent;
}
