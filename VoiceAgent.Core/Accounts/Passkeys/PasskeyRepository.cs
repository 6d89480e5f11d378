using System.Security.Cryptography;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Accounts.Passkeys;

/// <summary>The passkeys of users.</summary>
public sealed class PasskeyRepository(IDocuments<Passkey> documents, TimeProvider time)
{
    /// <summary>As many as a user may have.</summary>
    public const int MostPerUser = 10;

    /// <summary>In characters.</summary>
    public const int LongestName = 60;

    /// <summary>In the order they were made.</summary>
    public async Task<IReadOnlyList<Passkey>> ListAsync(UserId user, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<Passkey> { Where = passkey => passkey.UserId == user, OrderBy = passkey => passkey.CreatedAt };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>Whoever's it is; null for one that is not known.</summary>
    public async Task<Passkey?> FindAsync(byte[] credentialId, CancellationToken cancellationToken) =>
        (await documents.FindAsync(IdOf(credentialId), cancellationToken))?.Document;

    /// <summary>
    /// Stores a passkey, or what has changed with its use. Throws <see cref="DuplicateDocumentException"/> when it is another user's.
    /// </summary>
    public async Task AddOrUpdateAsync(User user, UserPasskeyInfo info, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(info);
        var now = time.GetUtcNow();
        var updated = await documents.UpdateAsync(
            IdOf(info.CredentialId),
            current => current.UserId != user.Id
                ? current
                : current with
                {
                    SignCount = info.SignCount,
                    IsUserVerified = info.IsUserVerified,
                    IsBackedUp = info.IsBackedUp,
                    LastUsedAt = now,
                },
            cancellationToken);
        if (updated is null || updated.UserId != user.Id)
        {
            await documents.InsertAsync(ToDocument(user, info), cancellationToken);
        }
    }

    /// <summary>False when the user has no such passkey.</summary>
    public async Task<bool> RenameAsync(UserId user, string id, string name, CancellationToken cancellationToken)
    {
        var changed = await documents.UpdateAsync(id, current => current.UserId == user ? current with { Name = name } : current, cancellationToken);
        return changed?.UserId == user;
    }

    /// <summary>False when the user has no such passkey.</summary>
    public async Task<bool> DeleteAsync(UserId user, string id, CancellationToken cancellationToken) =>
        (await documents.FindAsync(id, cancellationToken))?.Document.UserId == user && await documents.DeleteAsync(id, cancellationToken);

    public static string IdOf(byte[] credentialId) => Convert.ToHexStringLower(SHA256.HashData(credentialId));

    internal static UserPasskeyInfo ToInfo(Passkey passkey) =>
        new(
            passkey.CredentialId,
            passkey.PublicKey,
            passkey.CreatedAt,
            (uint)passkey.SignCount,
            [.. passkey.Transports],
            passkey.IsUserVerified,
            passkey.IsBackupEligible,
            passkey.IsBackedUp,
            passkey.AttestationObject,
            passkey.ClientDataJson)
        {
            Name = passkey.Name,
        };

    private static Passkey ToDocument(User user, UserPasskeyInfo info) => new()
    {
        Id = IdOf(info.CredentialId),
        UserId = user.Id,
        AccountId = user.AccountId,
        Name = info.Name ?? string.Empty,
        CreatedAt = info.CreatedAt,
        CredentialId = info.CredentialId,
        PublicKey = info.PublicKey,
        SignCount = info.SignCount,
        Transports = info.Transports ?? [],
        IsUserVerified = info.IsUserVerified,
        IsBackupEligible = info.IsBackupEligible,
        IsBackedUp = info.IsBackedUp,
        AttestationObject = info.AttestationObject,
        ClientDataJson = info.ClientDataJson,
    };
}
