using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Adds, replaces, tests, deletes and opens an account's keys.</summary>
internal sealed class ProviderKeys(ProviderKeyStore store, KeyWriter writer, KeyTester tester) : IProviderKeys
{
    public async Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(account, cancellationToken)).Select(Describe)];

    public Task<SaveKeyOutcome> SaveAsync(
        AccountId account, UserId by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        store.Vault.EnsureOpen();
        return writer.SaveAsync(new KeyOwner(account, by, provider), input, cancellationToken);
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

    private ProviderKeyInfo Describe(ProviderKey key) => new()
    {
        Provider = key.Provider,
        Tail = key.Tail,
        Fingerprint = key.Fingerprint is { Length: >= 4 } fingerprint ? Convert.ToHexStringLower(fingerprint.AsSpan(0, 4)) : string.Empty,
        Status = key.Status,
        TestedAt = key.TestedAt,
        LastUsedAt = key.LastUsedAt,
        UpdatedAt = key.UpdatedAt,
        Region = key.Destination?.Region,
        HasWebhookPublicKey = key.Destination?.WebhookPublicKey is not null,
        StoredFor = store.IsForHere(key) ? null : key.Destination?.Host ?? "another destination",
    };
}
