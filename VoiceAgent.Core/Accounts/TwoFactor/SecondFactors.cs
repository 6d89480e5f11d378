using System.Security.Cryptography;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.TwoFactor;

/// <summary>
/// Authenticator keys, sealed by the vault and bound to their user, and hashed recovery codes. Every code is used up by one atomic
/// change, so that of two who send the same code at once only one is let in. Throws <see cref="VaultLockedException"/> where it has to
/// open or seal a key and the vault is locked.
/// </summary>
public sealed class SecondFactors(IDocuments<SecondFactor> documents, KeyVault vault, TimeProvider time)
{
    private static readonly TimeSpan PendingKept = TimeSpan.FromMinutes(30);

    /// <summary>What an authenticator key is sealed for.</summary>
    public static string PurposeOf(UserId user) => $"identity/totp/{user}";

    public async Task<SecondFactor?> FindAsync(UserId user, CancellationToken cancellationToken) =>
        (await documents.FindAsync(user.ToString(), cancellationToken))?.Document;

    /// <summary>The key to put into an app; the same one until it is proved, or half an hour has gone by. The caller zeroes it.</summary>
    public async Task<byte[]> BeginAsync(User user, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = time.GetUtcNow();
        var stored = await FindAsync(user.Id, cancellationToken);
        if (stored is { PendingKey: { } pending } && stored.PendingUntil > now && vault.Open(PurposeOf(user.Id), pending) is { } known)
        {
            return known;
        }

        var key = RandomNumberGenerator.GetBytes(Totp.KeySize);
        var secret = vault.Seal(PurposeOf(user.Id), key);
        await ChangeAsync(user, current => current with { PendingKey = secret, PendingUntil = now + PendingKept }, cancellationToken);
        return key;
    }

    /// <summary>Makes the pending key the user's if this is a code of it; the code is used up.</summary>
    public async Task<bool> ProveAsync(User user, string code, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        var now = time.GetUtcNow();
        if (await FindAsync(user.Id, cancellationToken) is not { PendingKey: { } pending } stored
            || !(stored.PendingUntil > now)
            || FindStep(user.Id, pending, code) is not { } step)
        {
            return false;
        }

        var isProved = false;
        await ChangeAsync(
            user,
            current =>
            {
                isProved = current.PendingKey is not null && current.PendingUntil == stored.PendingUntil;
                return isProved
                    ? current with { Key = pending, PendingKey = null, PendingUntil = null, LastStep = step, EnabledAt = now }
                    : current;
            },
            cancellationToken);
        return isProved;
    }

    /// <summary>Whether this is a code of the user's app that has not been used; from now on it is.</summary>
    public async Task<bool> UseCodeAsync(UserId user, string code, CancellationToken cancellationToken)
    {
        if (await FindAsync(user, cancellationToken) is not { Key: { } key } || FindStep(user, key, code) is not { } step)
        {
            return false;
        }

        var isNew = false;
        await documents.UpdateAsync(
            user.ToString(),
            current =>
            {
                isNew = current.LastStep < step;
                return isNew ? current with { LastStep = step } : current;
            },
            cancellationToken);
        return isNew;
    }

    /// <summary>Whether this is one of the user's recovery codes; from now on it is not.</summary>
    public async Task<bool> UseRecoveryCodeAsync(UserId user, string code, CancellationToken cancellationToken)
    {
        var hash = RecoveryCodes.HashOf(user, code);
        var isKnown = false;
        await documents.UpdateAsync(
            user.ToString(),
            current =>
            {
                isKnown = current.RecoveryCodes.Contains(hash);
                return isKnown ? current with { RecoveryCodes = [.. current.RecoveryCodes.Where(other => other != hash)] } : current;
            },
            cancellationToken);
        return isKnown;
    }

    /// <summary>Stores the hashes of new codes in place of all there were.</summary>
    public Task ReplaceRecoveryCodesAsync(User user, IEnumerable<string> codes, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        IReadOnlyList<string> hashes = [.. codes.Select(code => RecoveryCodes.HashOf(user.Id, code))];
        return ChangeAsync(user, current => current with { RecoveryCodes = hashes }, cancellationToken);
    }

    /// <summary>Forgets app and recovery codes.</summary>
    public Task DeleteAsync(UserId user, CancellationToken cancellationToken) => documents.DeleteAsync(user.ToString(), cancellationToken);

    private long? FindStep(UserId user, SealedSecret secret, string code)
    {
        if (vault.Open(PurposeOf(user), secret) is not { } key)
        {
            return null;
        }

        try
        {
            return Totp.FindStep(key, code, time.GetUtcNow());
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    private async Task ChangeAsync(User user, Func<SecondFactor, SecondFactor> change, CancellationToken cancellationToken)
    {
        while (await documents.UpdateAsync(user.Id.ToString(), change, cancellationToken) is null)
        {
            try
            {
                await documents.InsertAsync(change(new SecondFactor { UserId = user.Id, AccountId = user.AccountId }), cancellationToken);
                return;
            }
            catch (DuplicateDocumentException)
            {
                // Somebody was faster: change what is there now.
            }
        }
    }
}
