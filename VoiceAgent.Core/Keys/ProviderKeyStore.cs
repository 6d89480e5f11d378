using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys;

/// <summary>The stored keys and the vault that opens them. Every lookup names the account.</summary>
internal sealed class ProviderKeyStore(
    IDocuments<ProviderKey> documents,
    KeyVault vault,
    ProviderEndpoints endpoints,
    TimeProvider time,
    IOptions<KeyTestOptions> options,
    ILogger<ProviderKeyStore> logger)
{
    /// <summary><see cref="ProviderEndpoint.Destination"/> of the simulated providers.</summary>
    private const string SandboxDestination = "sandbox";

    /// <summary>Last use is shown to the minute; writing it more often would cost every call a write.</summary>
    private static readonly TimeSpan LastUseAccuracy = TimeSpan.FromMinutes(1);

    public static DocumentCollection<ProviderKey> Collection { get; } = new()
    {
        Name = "provider_keys",
        Id = key => key.Id.ToString(),
        Indexes =
        [
            DocumentIndex<ProviderKey>.Unique("account_provider", key => key.AccountId, key => key.Provider),
            DocumentIndex<ProviderKey>.On("root_key", key => key.Secret.RootKeyId),
            DocumentIndex<ProviderKey>.On("fingerprint", key => key.FingerprintHex, key => key.Provider),
            DocumentIndex<ProviderKey>.On("checked", key => key.CheckedAt),
        ],
        Upgrades = [KeyDocumentUpgrades.AddFingerprintTextAndDates],
    };

    public static SealedDocuments<ProviderKey> Sealed { get; } = new()
    {
        Collection = Collection,
        SealedBy = rootKeyId => key => key.Secret.RootKeyId == rootKeyId,
        Reseal = Reseal,
        MarkUnreadable = key => key.Status is KeyStatus.NeedsReentry ? key : key with { Status = KeyStatus.NeedsReentry },
    };

    public KeyVault Vault => vault;

    public async Task<IReadOnlyList<ProviderKey>> ListAsync(AccountId account, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<ProviderKey> { Where = key => key.AccountId == account };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document).OrderBy(key => key.Provider)];
    }

    public async Task<Stored<ProviderKey>?> FindAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<ProviderKey> { Where = key => key.AccountId == account && key.Provider == provider, Take = 1 };
        return (await documents.QueryAsync(query, cancellationToken)) is [var found] ? found : null;
    }

    public DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Keys that calls have used since a moment and that were not looked at for a day, longest ago first.</summary>
    public Task<IReadOnlyList<ProviderKey>> ListUncheckedAsync(DateTimeOffset usedSince, DateTimeOffset checkedBefore, CancellationToken cancellationToken) =>
        ListAsync(
            new DocumentQuery<ProviderKey> { Where = key => key.LastUsedAt >= usedSince && key.CheckedAt <= checkedBefore, OrderBy = key => key.CheckedAt },
            cancellationToken);

    /// <summary>Keys with a date on or before a day, of which the owner may have to be told.</summary>
    public Task<IReadOnlyList<ProviderKey>> ListDatedAsync(DateOnly until, CancellationToken cancellationToken) =>
        ListAsync(new DocumentQuery<ProviderKey> { Where = key => key.ExpiresOn <= until || key.RotateAfter <= until }, cancellationToken);

    /// <summary>
    /// Whether so many accounts have stored this very key that it is nobody's own. The sandbox's keys are everybody's and worth
    /// nothing.
    /// </summary>
    public async Task<bool> IsSharedWidelyAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        if (key.Destination?.Host == SandboxDestination)
        {
            return false;
        }

        var (fingerprint, provider) = (key.FingerprintHex, key.Provider);
        var accounts = await documents.CountAsync(other => other.FingerprintHex == fingerprint && other.Provider == provider, cancellationToken);
        return accounts >= options.Value.SharedKeyAccounts;
    }

    /// <summary>The operator's server of this id; null when there is none.</summary>
    public CompatibleServer? FindServer(string? id) => endpoints.FindServer(id);

    /// <summary>The destination that keys of the provider's region are stored for now; null when there is no such region.</summary>
    public string? DestinationOf(ProviderName provider, string? region) => endpoints.Find(provider, region)?.Destination;

    /// <summary>Where the key's provider is reached now.</summary>
    public string DestinationNow(ProviderKey key) => (endpoints.Find(key.Provider, key.Destination?.Region) ?? endpoints.For(key.Provider)).Destination;

    /// <summary>Whether the key may be sent to where the provider is reached now.</summary>
    public bool IsForHere(ProviderKey key) => endpoints.Find(key.Provider, key.Destination) is not null;

    /// <summary>
    /// Opens the key; null when its ciphertext does not open, which marks the key <see cref="KeyStatus.NeedsReentry"/>. A key that an
    /// outgoing root key sealed is sealed anew. Throws <see cref="VaultLockedException"/> when its root key is not here yet.
    /// </summary>
    public async Task<KeyLease?> OpenAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        var secret = key.Secret is null ? null : vault.Open(KeyBinding.Of(key), key.Secret);
        if (secret is not null)
        {
            var lease = new KeyLease(key.AccountId, key.Provider, key.Destination, secret);
            await RewrapAsync(key, cancellationToken);
            return lease;
        }

        if (key.Secret is { RootKeyId: { } rootKeyId } && vault.IsAwaited(rootKeyId))
        {
            throw new VaultLockedException($"The root key {rootKeyId}, which sealed this key, is not in the key file of this server yet.");
        }

        Log.KeyNotOpened(logger, key.Id, key.Provider, key.AccountId);
        await ChangeAsync(key, current => current with { Status = KeyStatus.NeedsReentry }, cancellationToken);
        return null;
    }

    /// <summary>Seals the key in the generation that the document names.</summary>
    public ProviderKey Seal(ProviderKey key, ReadOnlySpan<byte> secret) =>
        key with { Secret = vault.Seal(KeyBinding.Of(key), secret), UpdatedAt = time.GetUtcNow() };

    /// <summary>Inserts, or replaces what was read before; false when somebody else was faster.</summary>
    public async Task<bool> TryWriteAsync(ProviderKey key, Stored<ProviderKey>? before, CancellationToken cancellationToken)
    {
        if (before is not null)
        {
            return await documents.ReplaceAsync(key, before.Version, cancellationToken);
        }

        try
        {
            await documents.InsertAsync(key, cancellationToken);
            return true;
        }
        catch (DuplicateDocumentException)
        {
            return false;
        }
    }

    /// <summary>Changes the stored key unless it was replaced meanwhile.</summary>
    public Task ChangeAsync(ProviderKey read, Func<ProviderKey, ProviderKey> change, CancellationToken cancellationToken) =>
        documents.UpdateAsync(
            read.Id.ToString(),
            current => current.Generation == read.Generation && current.AccountId == read.AccountId ? change(current) : current,
            cancellationToken);

    public async Task RecordUseAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        if (key.LastUsedAt is null || now - key.LastUsedAt >= LastUseAccuracy)
        {
            await ChangeAsync(key, current => current with { LastUsedAt = now }, cancellationToken);
        }
    }

    private async Task<IReadOnlyList<ProviderKey>> ListAsync(DocumentQuery<ProviderKey> query, CancellationToken cancellationToken) =>
        [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];

    public Task<bool> DeleteAsync(ProviderKey key, CancellationToken cancellationToken) => documents.DeleteAsync(key.Id.ToString(), cancellationToken);

    /// <summary>Seals the key anew where a rotation has not come to it yet, unless somebody has written it meanwhile. Never fails a use of the key.</summary>
    private async Task RewrapAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        if (!vault.IsOutgoing(key.Secret.RootKeyId))
        {
            return;
        }

        try
        {
            await ChangeAsync(
                key,
                current => current.Secret.Nonce.AsSpan().SequenceEqual(key.Secret.Nonce) ? Reseal(vault, current) ?? current : current,
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.KeyNotRewrapped(logger, key.Id, exception);
        }
    }

    /// <summary>A key that opens after all need not be entered again. The fingerprint is keyed by the root, so it changes too.</summary>
    private static ProviderKey? Reseal(KeyVault vault, ProviderKey key)
    {
        var binding = KeyBinding.Of(key);
        if (key.Secret is null || vault.Open(binding, key.Secret) is not { } secret)
        {
            return null;
        }

        try
        {
            return key with
            {
                Secret = vault.Seal(binding, secret),
                Fingerprint = vault.Fingerprint(key.Provider, secret),
                Status = key.Status is KeyStatus.NeedsReentry ? KeyStatus.Untested : key.Status,
            };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }
}
