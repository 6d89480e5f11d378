using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts;

/// <summary>
/// The passwords and codes that may be tried for a user. An attempt is counted, in storage and in one atomic change, before anything is
/// compared: however many are made at once on however many servers, no more than the limit are compared. The one that reaches the limit
/// locks the user out at once and takes that back when it was right.
/// </summary>
public sealed class ProofAttempts(IDocuments<User> documents, IOptions<IdentityOptions> options, TimeProvider time)
{
    private LockoutOptions Lockout => options.Value.Lockout;

    /// <summary>Null while the user is locked out: nothing may be compared then.</summary>
    public async Task<ProofAttempt?> TryBeginAsync(UserId user, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        ProofAttempt? attempt = null;
        await documents.UpdateAsync(
            user.ToString(),
            current =>
            {
                attempt = current.LockoutEnabled && current.LockoutEnd > now
                    ? null
                    : new ProofAttempt(user, current.LockoutEnabled && current.AccessFailedCount + 1 >= Lockout.MaxFailedAccessAttempts);
                return attempt is null ? current : Counted(current, attempt, now);
            },
            cancellationToken);
        return attempt;
    }

    /// <summary>It was right: the count starts again.</summary>
    public Task SucceedAsync(ProofAttempt attempt, CancellationToken cancellationToken) =>
        ChangeAsync(attempt, current => current with { AccessFailedCount = 0 }, cancellationToken);

    /// <summary>It counts neither for nor against the user.</summary>
    public Task TakeBackAsync(ProofAttempt attempt, CancellationToken cancellationToken) => ChangeAsync(
        attempt,
        current => current with { AccessFailedCount = attempt.IsLast ? Lockout.MaxFailedAccessAttempts - 1 : Math.Max(0, current.AccessFailedCount - 1) },
        cancellationToken);

    private User Counted(User user, ProofAttempt attempt, DateTimeOffset now) => attempt.IsLast
        ? user with { AccessFailedCount = 0, LockoutEnd = now + Lockout.DefaultLockoutTimeSpan }
        : user with { AccessFailedCount = user.AccessFailedCount + 1 };

    private Task ChangeAsync(ProofAttempt attempt, Func<User, User> change, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return documents.UpdateAsync(
            attempt.User.ToString(), current => attempt.IsLast ? change(current) with { LockoutEnd = null } : change(current), cancellationToken);
    }
}

/// <summary>A password or code that may be compared now.</summary>
/// <param name="User">Whose it should be.</param>
/// <param name="IsLast">The user is locked out unless it is right.</param>
public sealed record ProofAttempt(UserId User, bool IsLast);
