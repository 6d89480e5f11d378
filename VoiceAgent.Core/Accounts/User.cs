namespace VoiceAgent.Core.Accounts;

/// <summary>A person who can sign in. Belongs to one account.</summary>
public sealed record User
{
    public required UserId Id { get; init; }

    public required AccountId AccountId { get; init; }

    public required string Email { get; init; }

    public required string NormalizedEmail { get; init; }

    public string? PasswordHash { get; init; }

    /// <summary>Changes with every change of credentials; signs out other sessions.</summary>
    public required string SecurityStamp { get; init; }

    public int AccessFailedCount { get; init; }

    public DateTimeOffset? LockoutEnd { get; init; }

    public bool LockoutEnabled { get; init; } = true;

    /// <summary>Whether a code of the authenticator app is asked for after the password.</summary>
    public bool TwoFactorEnabled { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }
}
