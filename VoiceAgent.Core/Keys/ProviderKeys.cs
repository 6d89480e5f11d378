using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys;

/// <summary>Adds, replaces, tests, deletes and opens an account's keys.</summary>
internal sealed class ProviderKeys(ProviderKeyStore store, KeyTester tester, TimeProvider time) : IProviderKeys
{
    /// <summary>How often a save begins again because another write of the same key was faster.</summary>
    private const int MaxAttempts = 5;

    public async Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(account, cancellationToken)).Select(Describe)];

    public async Task<SaveKeyOutcome> SaveAsync(
        AccountId account, UserId by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        store.Vault.EnsureOpen();
        string? publicKey = null;
        var publicKeyProblem = provider is ProviderName.Telnyx ? WebhookPublicKey.Check(input.WebhookPublicKey, out publicKey) : null;
        var onlyPublicKey = string.IsNullOrWhiteSpace(input.Key) && provider is ProviderName.Telnyx && !string.IsNullOrWhiteSpace(input.WebhookPublicKey);
        var key = string.Empty;
        var keyProblem = onlyPublicKey ? null : KeyIntake.Check(provider, input.Key, out key);
        if (keyProblem is not null || publicKeyProblem is not null)
        {
            return new SaveKeyOutcome(false, keyProblem, publicKeyProblem);
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.FindAsync(account, provider, cancellationToken);
            var outcome = onlyPublicKey
                ? await TrySavePublicKeyAsync(stored, publicKey!, cancellationToken)
                : await TrySaveKeyAsync(stored, account, by, provider, key, publicKey, cancellationToken);
            if (outcome is not null)
            {
                return outcome;
            }
        }

        return new SaveKeyOutcome(false, "The key is being changed from another place. Try again.");
    }

    public async Task<KeyTestResult?> TestAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        store.Vault.EnsureOpen();
        return await store.FindAsync(account, provider, cancellationToken) is { } stored
            ? await tester.TestAsync(stored.Document, cancellationToken)
            : null;
    }

    public async Task<bool> DeleteAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken) =>
        await store.FindAsync(account, provider, cancellationToken) is { } stored
        && await store.DeleteAsync(stored.Document, cancellationToken);

    public async Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        store.Vault.EnsureOpen();
        var stored = await store.FindAsync(account, provider, cancellationToken);
        if (stored is null || !Describe(stored.Document).IsUsable)
        {
            return null;
        }

        var lease = await store.OpenAsync(stored.Document, cancellationToken);
        if (lease is not null)
        {
            try
            {
                await store.RecordUseAsync(stored.Document, cancellationToken);
            }
            catch
            {
                lease.Dispose();
                throw;
            }
        }

        return lease;
    }

    public async Task<string?> FindWebhookPublicKeyAsync(AccountId account, CancellationToken cancellationToken)
    {
        store.Vault.EnsureOpen();
        var stored = await store.FindAsync(account, ProviderName.Telnyx, cancellationToken);
        if (stored?.Document is not { Destination.WebhookPublicKey: { } publicKey } key || !store.IsForHere(key))
        {
            return null;
        }

        using var lease = await store.OpenAsync(key, cancellationToken);
        return lease is null ? null : publicKey;
    }

    /// <summary>Null when somebody else was faster.</summary>
    private async Task<SaveKeyOutcome?> TrySaveKeyAsync(
        Stored<ProviderKey>? stored,
        AccountId account,
        UserId by,
        ProviderName provider,
        string key,
        string? publicKey,
        CancellationToken cancellationToken)
    {
        var secret = Encoding.ASCII.GetBytes(key);
        try
        {
            var now = time.GetUtcNow();
            var before = stored?.Document;
            var fingerprint = store.Vault.Fingerprint(provider, secret);
            var next = new ProviderKey
            {
                Id = before?.Id ?? KeyId.New(),
                AccountId = account,
                Provider = provider,
                Generation = (before?.Generation ?? 0) + 1,
                Secret = NotSealed,
                Destination = new KeyDestination(store.DestinationOf(provider), publicKey ?? KeptPublicKey(before)),
                Tail = KeyIntake.Tail(key),
                Length = key.Length,
                Fingerprint = fingerprint,
                CreatedAt = before?.CreatedAt ?? now,
                CreatedBy = by,
                UpdatedAt = now,
            };
            var warning = before is not null && before.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                ? "This is the key that was stored already."
                : KeyShapes.Unusual(provider, key);
            return await store.TryWriteAsync(store.Seal(next, secret), stored, cancellationToken)
                ? new SaveKeyOutcome(true, Warning: warning)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Null when somebody else was faster.</summary>
    private async Task<SaveKeyOutcome?> TrySavePublicKeyAsync(Stored<ProviderKey>? stored, string publicKey, CancellationToken cancellationToken)
    {
        if (stored is null)
        {
            return new SaveKeyOutcome(false, "Enter the Telnyx API key too: no key is stored yet.");
        }

        if (!store.IsForHere(stored.Document))
        {
            return new SaveKeyOutcome(false, $"The stored key belongs to {stored.Document.Destination.Host}. Enter the API key again, together with its public key.");
        }

        using var lease = await store.OpenAsync(stored.Document, cancellationToken);
        if (lease is null)
        {
            return new SaveKeyOutcome(false, "The stored key can no longer be read. Enter the API key again, together with its public key.");
        }

        var next = KeyTester.WithWebhookPublicKey(stored.Document, publicKey);
        return await store.TryWriteAsync(store.Seal(next, lease.Secret), stored, cancellationToken) ? new SaveKeyOutcome(true) : null;
    }

    /// <summary>A new key of the same place keeps the public key until another is given.</summary>
    private string? KeptPublicKey(ProviderKey? before) => before is not null && store.IsForHere(before) ? before.Destination.WebhookPublicKey : null;

    private ProviderKeyInfo Describe(ProviderKey key) => new()
    {
        Provider = key.Provider,
        Tail = key.Tail,
        Fingerprint = key.Fingerprint is { Length: >= 4 } fingerprint ? Convert.ToHexStringLower(fingerprint.AsSpan(0, 4)) : string.Empty,
        Status = key.Status,
        TestedAt = key.TestedAt,
        LastUsedAt = key.LastUsedAt,
        UpdatedAt = key.UpdatedAt,
        HasWebhookPublicKey = key.Destination?.WebhookPublicKey is not null,
        StoredFor = store.IsForHere(key) ? null : key.Destination?.Host ?? "another destination",
    };

    /// <summary>Stands in a new document until it is sealed; opens nowhere.</summary>
    private static SealedSecret NotSealed { get; } = new(0, 0, string.Empty, [], [], []);
}
