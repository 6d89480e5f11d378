using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts.Passkeys;

namespace VoiceAgent.Core.Accounts;

/// <summary>Second factor and passkeys, each in documents of their own: they change without the user, and the user without them.</summary>
public sealed partial class UserStore
{
    public Task SetTwoFactorEnabledAsync(UserIdentity user, bool enabled, CancellationToken cancellationToken) =>
        Change(user, user.User with { TwoFactorEnabled = enabled });

    public Task<bool> GetTwoFactorEnabledAsync(UserIdentity user, CancellationToken cancellationToken) => Task.FromResult(user.User.TwoFactorEnabled);

    public Task ReplaceCodesAsync(UserIdentity user, IEnumerable<string> recoveryCodes, CancellationToken cancellationToken) =>
        factors.ReplaceRecoveryCodesAsync(user.User, recoveryCodes, cancellationToken);

    public Task<bool> RedeemCodeAsync(UserIdentity user, string code, CancellationToken cancellationToken) =>
        factors.UseRecoveryCodeAsync(user.User.Id, code, cancellationToken);

    public async Task<int> CountCodesAsync(UserIdentity user, CancellationToken cancellationToken) =>
        (await factors.FindAsync(user.User.Id, cancellationToken))?.RecoveryCodes.Count ?? 0;

    public Task AddOrUpdatePasskeyAsync(UserIdentity user, UserPasskeyInfo passkey, CancellationToken cancellationToken) =>
        passkeys.AddOrUpdateAsync(user.User, passkey, cancellationToken);

    public async Task<IList<UserPasskeyInfo>> GetPasskeysAsync(UserIdentity user, CancellationToken cancellationToken) =>
        [.. (await passkeys.ListAsync(user.User.Id, cancellationToken)).Select(PasskeyRepository.ToInfo)];

    public async Task<UserIdentity?> FindByPasskeyIdAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } found ? await FindByIdAsync(found.UserId.ToString(), cancellationToken) : null;

    public async Task<UserPasskeyInfo?> FindPasskeyAsync(UserIdentity user, byte[] credentialId, CancellationToken cancellationToken) =>
        await passkeys.FindAsync(credentialId, cancellationToken) is { } found && found.UserId == user.User.Id ? PasskeyRepository.ToInfo(found) : null;

    public Task RemovePasskeyAsync(UserIdentity user, byte[] credentialId, CancellationToken cancellationToken) =>
        passkeys.DeleteAsync(user.User.Id, PasskeyRepository.IdOf(credentialId), cancellationToken);
}
