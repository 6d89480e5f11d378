using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;

namespace VoiceAgent.Core.Telephony;

/// <summary>A number of an account and the agent that answers it.</summary>
public sealed record PhoneLine
{
    public required AccountId AccountId { get; init; }

    /// <summary>+E.164.</summary>
    public required string Number { get; init; }

    /// <summary>Who answers; null rejects calls until an agent is chosen.</summary>
    public AgentId? AgentId { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>One document per account and number.</summary>
    public static string DocumentId(AccountId account, string number) => $"{account}:{number}";
}
