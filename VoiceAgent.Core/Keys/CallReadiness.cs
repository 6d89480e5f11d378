using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Whether an account can take calls, and what is missing, as data that page, API and webhook all show.</summary>
public sealed record CallReadiness
{
    public required IReadOnlyList<MissingPart> Missing { get; init; }

    /// <summary>What does not keep calls from starting, but may break them off: an account without credit.</summary>
    public IReadOnlyList<MissingPart> Warnings { get; init; } = [];

    public bool IsReady => Missing.Count == 0;
}

/// <summary>One thing that keeps an account from taking calls.</summary>
/// <param name="Category">The part of a call that has no usable key.</param>
/// <param name="Providers">The providers that would fill it.</param>
/// <param name="Reason">Why: no key at all, a key that is refused, the public key, the vault.</param>
/// <param name="Message">A sentence that ends with what to do: "No text-to-speech key. Add ElevenLabs or Hume."</param>
/// <param name="ActionUrl">Local address where it is mended.</param>
public sealed record MissingPart(
    ProviderCategory Category,
    IReadOnlyList<ProviderName> Providers,
    MissingReason Reason,
    string Message,
    string ActionUrl);

/// <summary>Why a part of a call is missing.</summary>
public enum MissingReason
{
    NoKey,
    KeyUnusable,

    /// <summary>The agent asks for a provider whose key is missing or unusable.</summary>
    AgentChoice,
    NoWebhookPublicKey,

    /// <summary>The provider said that the account has no credit. Only among <see cref="CallReadiness.Warnings"/>.</summary>
    NoCredit,
    VaultLocked,
}

/// <summary>Judges readiness.</summary>
public interface ICallReadinessService
{
    /// <summary>With an agent, its own choice of providers counts too.</summary>
    Task<CallReadiness> EvaluateAsync(AccountId account, Agent? agent, CancellationToken cancellationToken);
}
