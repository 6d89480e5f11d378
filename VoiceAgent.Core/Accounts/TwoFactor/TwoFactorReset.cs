using VoiceAgent.Core.Accounts.Passkeys;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Core.Audit;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>
/// The operator's way in for a user who has lost authenticator app and recovery codes: takes the second step away, ends all sessions and
/// says so in the account's audit trail. Whoever asks for it has to be known by other means; the password still has to be right.
/// </summary>
public sealed class TwoFactorReset(Users users, SecondFactors factors, PasskeyRepository passkeys, UserSessions sessions, IAuditTrail audit)
{
    /// <summary>Null when nobody has that address.</summary>
    /// <param name="email">The user's address, in any case.</param>
    /// <param name="removesPasskeys">Also the passkeys, without which a user who has any cannot confirm changes of keys.</param>
    public async Task<TwoFactorResetResult?> ResetAsync(string email, bool removesPasskeys, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(email);
        if (await users.FindByEmailAsync(email.Trim()) is not { } user)
        {
            return null;
        }

        var wasEnabled = user.User.TwoFactorEnabled;
        var changed = await users.SetTwoFactorEnabledAsync(user, false);
        if (!changed.Succeeded)
        {
            throw new InvalidOperationException($"The user could not be changed: {changed}");
        }

        await factors.DeleteAsync(user.User.Id, cancellationToken);
        var removed = removesPasskeys ? await RemovePasskeysAsync(user.User.Id, cancellationToken) : 0;
        var ended = await sessions.EndOthersAsync(user.User.Id, keep: null, cancellationToken);
        await audit.RecordAsync(
            new AuditEvent
            {
                Account = user.User.AccountId,
                Name = AccountEvents.TwoStepReset,
                Actor = AuditActor.Operator,
                Detail = removed == 0 ? null : $"and {removed} passkeys removed",
            },
            cancellationToken);
        return new TwoFactorResetResult(user.User.Email, wasEnabled, removed, ended);
    }

    private async Task<int> RemovePasskeysAsync(UserId user, CancellationToken cancellationToken)
    {
        var removed = 0;
        foreach (var passkey in await passkeys.ListAsync(user, cancellationToken))
        {
            removed += await passkeys.DeleteAsync(user, passkey.Id, cancellationToken) ? 1 : 0;
        }

        return removed;
    }
}

/// <summary>What a reset did.</summary>
/// <param name="Email">As the user wrote it.</param>
/// <param name="WasEnabled">Whether there was a second step to take away.</param>
/// <param name="PasskeysRemoved">How many.</param>
/// <param name="SessionsEnded">How many.</param>
public sealed record TwoFactorResetResult(string Email, bool WasEnabled, int PasskeysRemoved, int SessionsEnded);
