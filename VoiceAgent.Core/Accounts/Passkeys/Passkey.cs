using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Passkeys;

/// <summary>One WebAuthn credential of a user. Holds nothing secret: the private key never leaves the authenticator.</summary>
public sealed record Passkey
{
    public static DocumentCollection<Passkey> Collection { get; } = new()
    {
        Name = "passkeys",
        Id = passkey => passkey.Id,
        Indexes = [DocumentIndex<Passkey>.On("user", passkey => passkey.UserId)],
    };

    /// <summary>SHA-256 of the credential id, which may be as long as 1,023 bytes, in hexadecimal: no two users can have one credential.</summary>
    public required string Id { get; init; }

    public required UserId UserId { get; init; }

    public required AccountId AccountId { get; init; }

    /// <summary>Given by the user.</summary>
    public required string Name { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required byte[] CredentialId { get; init; }

    /// <summary>COSE.</summary>
    public required byte[] PublicKey { get; init; }

    /// <summary>As the authenticator counts; 0 where it does not.</summary>
    public required long SignCount { get; init; }

    public IReadOnlyList<string> Transports { get; init; } = [];

    public bool IsUserVerified { get; init; }

    public bool IsBackupEligible { get; init; }

    /// <summary>Whether it is synchronised to other devices of the user.</summary>
    public bool IsBackedUp { get; init; }

    public required byte[] AttestationObject { get; init; }

    public required byte[] ClientDataJson { get; init; }
}
