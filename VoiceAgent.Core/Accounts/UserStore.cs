using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts;

/// <summary>
/// The Identity store over <see cref="IDocuments{T}"/>: exactly the interfaces that are used. A user's name is the e-mail address.
/// Updates are refused when the stored user has changed since it was read, except for the count of wrong passwords, which is
/// incremented on the stored document whatever its version.
/// </summary>
public sealed partial class UserStore(
    IDocuments<User> documents,
    SecondFactors factors,
    PasskeyRepository passkeys,
    IdentityErrorDescriber errors,
    IOptions<IdentityOptions> options,
    TimeProvider time)
    : IUserPasswordStore<UserIdentity>,
        IUserEmailStore<UserIdentity>,
        IUserSecurityStampStore<UserIdentity>,
        IUserLockoutStore<UserIdentity>,
        IUserTwoFactorStore<UserIdentity>,
        IUserTwoFactorRecoveryCodeStore<UserIdentity>,
        IUserPasskeyStore<UserIdentity>
{
    public static DocumentCollection<User> Collection { get; } = new()
    {
        Name = "users",
        Id = user => user.Id.ToString(),
        Indexes = [DocumentIndex<User>.Unique("normalized_email", user => user.NormalizedEmail)],
    };

    public async Task<IdentityResult> CreateAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        try
        {
            await documents.InsertAsync(user.User, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            return IdentityResult.Failed(errors.DuplicateEmail(user.User.Email));
        }

        await RereadVersionAsync(user, cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> UpdateAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        try
        {
            if (!await documents.ReplaceAsync(user.User, user.Version, cancellationToken))
            {
                return IdentityResult.Failed(errors.ConcurrencyFailure());
            }
        }
        catch (DuplicateDocumentException)
        {
            return IdentityResult.Failed(errors.DuplicateEmail(user.User.Email));
        }

        await RereadVersionAsync(user, cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<IdentityResult> DeleteAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        await documents.DeleteAsync(user.User.Id.ToString(), cancellationToken);
        return IdentityResult.Success;
    }

    public async Task<UserIdentity?> FindByIdAsync(string userId, CancellationToken cancellationToken) =>
        UserId.TryParse(userId, out var id) && await documents.FindAsync(id.ToString(), cancellationToken) is { } found
            ? new UserIdentity(found.Document, found.Version)
            : null;

    public async Task<UserIdentity?> FindByEmailAsync(string normalizedEmail, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<User> { Where = user => user.NormalizedEmail == normalizedEmail, Take = 1 };
        return await documents.QueryAsync(query, cancellationToken) is [var found] ? new UserIdentity(found.Document, found.Version) : null;
    }

    public Task<UserIdentity?> FindByNameAsync(string normalizedUserName, CancellationToken cancellationToken) =>
        FindByEmailAsync(normalizedUserName, cancellationToken);

    /// <summary>
    /// Counts one more wrong password; the one that reaches the limit locks the user out and starts the count again. Both are one
    /// atomic change, so that parallel guesses on several nodes are all counted. Gives the count including this one.
    /// </summary>
    public async Task<int> IncrementAccessFailedCountAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        var lockout = options.Value.Lockout;
        var lockedUntil = time.GetUtcNow() + lockout.DefaultLockoutTimeSpan;
        var count = 0;
        var changed = await documents.UpdateAsync(
            user.User.Id.ToString(),
            current =>
            {
                count = current.AccessFailedCount + 1;
                return count < lockout.MaxFailedAccessAttempts || !current.LockoutEnabled
                    ? current with { AccessFailedCount = count }
                    : current with { AccessFailedCount = 0, LockoutEnd = lockedUntil };
            },
            cancellationToken);
        if (changed is not null)
        {
            user.User = changed;
            await RereadVersionAsync(user, cancellationToken);
        }

        return count;
    }

    public Task ResetAccessFailedCountAsync(UserIdentity user, CancellationToken cancellationToken) =>
        Change(user, user.User with { AccessFailedCount = 0 });

    public Task<int> GetAccessFailedCountAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.AccessFailedCount);

    public Task<DateTimeOffset?> GetLockoutEndDateAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.LockoutEnd);

    public Task SetLockoutEndDateAsync(UserIdentity user, DateTimeOffset? lockoutEnd, CancellationToken cancellationToken) =>
        Change(user, user.User with { LockoutEnd = lockoutEnd });

    public Task<bool> GetLockoutEnabledAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.LockoutEnabled);

    public Task SetLockoutEnabledAsync(UserIdentity user, bool enabled, CancellationToken cancellationToken) =>
        Change(user, user.User with { LockoutEnabled = enabled });

    public Task<string> GetUserIdAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.Id.ToString());

    public Task<string?> GetUserNameAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.User.Email);

    public Task SetUserNameAsync(UserIdentity user, string? userName, CancellationToken cancellationToken) => SetEmailAsync(user, userName, cancellationToken);

    public Task<string?> GetNormalizedUserNameAsync(UserIdentity user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.User.NormalizedEmail);

    public Task SetNormalizedUserNameAsync(UserIdentity user, string? normalizedName, CancellationToken cancellationToken) =>
        SetNormalizedEmailAsync(user, normalizedName, cancellationToken);

    public Task<string?> GetEmailAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult<string?>(user.User.Email);

    public Task SetEmailAsync(UserIdentity user, string? email, CancellationToken cancellationToken) =>
        Change(user, user.User with { Email = email ?? string.Empty });

    public Task<string?> GetNormalizedEmailAsync(UserIdentity user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.User.NormalizedEmail);

    public Task SetNormalizedEmailAsync(UserIdentity user, string? normalizedEmail, CancellationToken cancellationToken) =>
        Change(user, user.User with { NormalizedEmail = normalizedEmail ?? string.Empty });

    /// <summary>Addresses are not confirmed: an installation needs no mail server.</summary>
    public Task<bool> GetEmailConfirmedAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(false);

    /// <summary>Nothing is kept: <see cref="GetEmailConfirmedAsync"/>.</summary>
    public Task SetEmailConfirmedAsync(UserIdentity user, bool confirmed, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<string?> GetPasswordHashAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.PasswordHash);

    public Task SetPasswordHashAsync(UserIdentity user, string? passwordHash, CancellationToken cancellationToken) =>
        Change(user, user.User with { PasswordHash = passwordHash });

    public Task<bool> HasPasswordAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.PasswordHash is not null);

    public Task<string?> GetSecurityStampAsync(UserIdentity user, CancellationToken cancellationToken) =>
        Task.FromResult<string?>(user.User.SecurityStamp);

    public Task SetSecurityStampAsync(UserIdentity user, string stamp, CancellationToken cancellationToken) =>
        Change(user, user.User with { SecurityStamp = stamp });

    /// <summary>The documents belong to the container.</summary>
    public void Dispose()
    {
    }

    private static Task Change(UserIdentity user, User changed)
    {
        user.User = changed;
        return Task.CompletedTask;
    }

    /// <summary>If another writer was faster the old version stays, and the next update of this copy is refused.</summary>
    private async Task RereadVersionAsync(UserIdentity user, CancellationToken cancellationToken)
    {
        if (await documents.FindAsync(user.User.Id.ToString(), cancellationToken) is { } stored && stored.Document == user.User)
        {
            user.Version = stored.Version;
        }
    }
}
