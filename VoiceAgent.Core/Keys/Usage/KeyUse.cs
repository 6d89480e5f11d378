using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Usage;

/// <summary>How often calls of an account used a provider's key on one day. Kept for a quarter of a year.</summary>
public sealed record KeyUse
{
    public required AccountId AccountId { get; init; }

    public required ProviderName Provider { get; init; }

    /// <summary>In UTC.</summary>
    public required DateOnly Day { get; init; }

    /// <summary>Calls that used the key.</summary>
    public required int Count { get; init; }

    public required DateTimeOffset LastAt { get; init; }

    public required CallId LastCallId { get; init; }

    public DateTimeOffset? ForgetAt { get; init; }

    public static DocumentCollection<KeyUse> Collection { get; } = new()
    {
        Name = "key_uses",
        Id = use => IdOf(use.AccountId, use.Provider, use.Day),
        Indexes = [DocumentIndex<KeyUse>.On("account_last", use => use.AccountId, use => use.LastAt)],
        Expiry = use => use.ForgetAt,
    };

    public static string IdOf(AccountId account, ProviderName provider, DateOnly day) => $"{account}-{provider}-{day:yyyyMMdd}";
}
