using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>A call that a program asked for under a key of its own, so that asking again makes no second call.</summary>
public sealed record OutgoingOrder
{
    public static DocumentCollection<OutgoingOrder> Collection { get; } = new()
    {
        Name = "outgoing_orders",
        Id = order => order.Id,
        Expiry = order => order.ExpiresAt,
    };

    /// <summary>Account and hash of the program's key.</summary>
    public required string Id { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>The call that is made for it.</summary>
    public required CallId Call { get; init; }

    /// <summary>SHA-256 of what was asked for, in hexadecimal.</summary>
    public required string Fingerprint { get; init; }

    public required DateTimeOffset? ExpiresAt { get; init; }
}
