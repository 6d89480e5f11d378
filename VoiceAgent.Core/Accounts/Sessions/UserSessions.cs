using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Sessions;

/// <summary>The sign-ins of users, kept on the server so that each can be seen and ended. Thread-safe.</summary>
public sealed class UserSessions(IDocuments<UserSession> documents, TimeProvider time)
{
    /// <summary>A session that is not used ends after this time.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    /// <summary>However much it is used, a session ends after this time.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(7);

    /// <summary>For this long after proving it, a user may change keys and security settings.</summary>
    public static readonly TimeSpan ConfirmationLasts = TimeSpan.FromMinutes(10);

    /// <summary>How exactly the last use is known.</summary>
    public static readonly TimeSpan SeenEvery = TimeSpan.FromMinutes(5);

    /// <summary>Raised after a session has been ended here; another node finds out when it next looks.</summary>
    public event EventHandler<SessionEndedEventArgs>? Ended;

    /// <param name="user">Whose session it is.</param>
    /// <param name="method">How the user proved it.</param>
    /// <param name="device">See <see cref="UserSession.Device"/>.</param>
    /// <param name="network">See <see cref="UserSession.Network"/>.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    public async Task<UserSession> StartAsync(User user, SignInMethod method, string device, string network, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = time.GetUtcNow();
        var session = new UserSession
        {
            Id = SessionId.New(),
            UserId = user.Id,
            AccountId = user.AccountId,
            Method = method,
            Device = device,
            Network = network,
            CreatedAt = now,
            LastSeenAt = now,
            ConfirmedAt = now,
            ExpiresAt = ExpiryOf(now, now),
        };
        await documents.InsertAsync(session, cancellationToken);
        return session;
    }

    /// <summary>Null when the session has ended or is somebody else's.</summary>
    public async Task<UserSession?> FindAsync(UserId user, SessionId id, CancellationToken cancellationToken) =>
        (await documents.FindAsync(id.ToString(), cancellationToken))?.Document is { } session
        && session.UserId == user
        && session.ExpiresAt > time.GetUtcNow()
            ? session
            : null;

    /// <summary>The user's sessions, the one used last first.</summary>
    public async Task<IReadOnlyList<UserSession>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<UserSession> { Where = session => session.UserId == user, OrderBy = session => session.LastSeenAt, Descending = true };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>Whether the user has proved it lately. The sandbox asks nobody.</summary>
    public bool IsConfirmed(UserSession session)
    {
        ArgumentNullException.ThrowIfNull(session);
        return session.Method is SignInMethod.Sandbox || time.GetUtcNow() - session.ConfirmedAt < ConfirmationLasts;
    }

    /// <summary>Notes that the session is used, unless that was noted a short time ago.</summary>
    public async Task SeenAsync(UserSession session, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(session);
        var now = time.GetUtcNow();
        if (now - session.LastSeenAt >= SeenEvery)
        {
            await documents.UpdateAsync(
                session.Id.ToString(),
                current => current with { LastSeenAt = now, ExpiresAt = ExpiryOf(current.CreatedAt, now) },
                cancellationToken);
        }
    }

    /// <summary>Notes that the user has just proved it again. False when the session has ended.</summary>
    public async Task<bool> ConfirmAsync(SessionId id, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        return await documents.UpdateAsync(id.ToString(), current => current with { ConfirmedAt = now }, cancellationToken) is not null;
    }

    /// <summary>False when the user has no such session.</summary>
    public async Task<bool> EndAsync(UserId user, SessionId id, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, id, cancellationToken) is null || !await documents.DeleteAsync(id.ToString(), cancellationToken))
        {
            return false;
        }

        Ended?.Invoke(this, new SessionEndedEventArgs(id));
        return true;
    }

    /// <summary>Ends all sessions of the user but the one to keep, if any. Gives how many.</summary>
    public async Task<int> EndOthersAsync(UserId user, SessionId? keep, CancellationToken cancellationToken)
    {
        var ended = 0;
        foreach (var session in await ListAsync(user, cancellationToken))
        {
            if (session.Id != keep && await EndAsync(user, session.Id, cancellationToken))
            {
                ended++;
            }
        }

        return ended;
    }

    private static DateTimeOffset ExpiryOf(DateTimeOffset createdAt, DateTimeOffset now)
    {
        // The last use may have been noted somewhat earlier than it was.
        var idle = now + Idle + SeenEvery;
        var longest = createdAt + Longest;
        return idle < longest ? idle : longest;
    }
}
