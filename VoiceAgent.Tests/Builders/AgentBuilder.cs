using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Tests.Builders;

/// <summary>A valid agent; change only what a test is about.</summary>
public sealed class AgentBuilder
{
    private Agent _agent = new()
    {
        Id = AgentId.New(),
        AccountId = AccountId.New(),
        Name = "Ada",
        Instructions = "You answer for a bakery.",
        Greeting = "Hello, this is the bakery.",
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public AgentBuilder With(Func<Agent, Agent> change)
    {
        _agent = change(_agent);
        return this;
    }

    public AgentBuilder WithGreeting(string greeting) => With(agent => agent with { Greeting = greeting });

    public AgentBuilder WithTurns(Func<TurnOptions, TurnOptions> change) => With(agent => agent with { Turns = change(agent.Turns) });

    public Agent Build() => _agent;
}
