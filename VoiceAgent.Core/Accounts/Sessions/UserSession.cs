using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Sessions;

/// <summary>One sign-in of one browser. The cookie names it; a cookie whose session is gone is worth nothing.</summary>
public sealed record UserSession
{
    public static DocumentCollection<UserSession> Collection { get; } = new()
    {
        Name = "user_sessions",
        Id = session => session.Id.ToString(),
        Indexes = [DocumentIndex<UserSession>.On("user", session => session.UserId)],
        Expiry = session => session.ExpiresAt,
    };

    public required SessionId Id { get; init; }

    public required UserId UserId { get; init; }

    public required AccountId AccountId { get; init; }

    public required SignInMethod Method { get; init; }

    /// <summary>Browser and system in a few words, such as <c>Firefox on Linux</c>; never the whole user agent.</summary>
    public required string Device { get; init; }

    /// <summary>The network the sign-in came from, such as <c>203.0.113.0/24</c>; never the whole address.</summary>
    public required string Network { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>To within <see cref="UserSessions.SeenEvery"/>.</summary>
    public required DateTimeOffset LastSeenAt { get; init; }

    /// <summary>When the user last proved to be the user: at sign-in, or on the page that asks again.</summary>
    public required DateTimeOffset ConfirmedAt { get; init; }

    /// <summary>From then on the session is gone: some hours after its last use, at the latest a week after the sign-in.</summary>
    public required DateTimeOffset ExpiresAt { get; init; }
}
