using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts.TwoFactor;

namespace VoiceAgent.Core.Accounts;

/// <summary>
/// Identity's user manager with the lockout of <see cref="UserStore"/>: a wrong password is counted, and the user locked out, in one
/// atomic change, and the end of a lockout is measured by the injected clock.
/// </summary>
public sealed class Users(
    UserStore store,
    IOptions<IdentityOptions> options,
    IPasswordHasher<UserIdentity> hasher,
    IEnumerable<IUserValidator<UserIdentity>> userValidators,
    IEnumerable<IPasswordValidator<UserIdentity>> passwordValidators,
    ILookupNormalizer normalizer,
    IdentityErrorDescriber errors,
    IServiceProvider services,
    ILogger<UserManager<UserIdentity>> logger,
    TimeProvider time)
    : UserManager<UserIdentity>(store, options, hasher, userValidators, passwordValidators, normalizer, errors, services, logger)
{
    public override Task<bool> IsLockedOutAsync(UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        return Task.FromResult(user.User.LockoutEnabled && user.User.LockoutEnd > time.GetUtcNow());
    }

    public override async Task<IdentityResult> AccessFailedAsync(UserIdentity user)
    {
        ArgumentNullException.ThrowIfNull(user);
        await store.IncrementAccessFailedCountAsync(user, CancellationToken);
        return IdentityResult.Success;
    }

    protected override string CreateTwoFactorRecoveryCode() => RecoveryCodes.New();
}
