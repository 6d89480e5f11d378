using System.Globalization;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>Adds, replaces, tests, deletes and opens an account's keys.</summary>
internal sealed class ProviderKeys(ProviderKeyStore store, KeyWriter writer, KeyTester tester, KeyTrail trail, KeyAlarm alarm) : IProviderKeys
{
    public async Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) =>
        [.. (await store.ListAsync(account, cancellationToken)).Select(Describe)];

    public Task<SaveKeyOutcome> SaveAsync(
        AccountId account, AuditActor by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(input);
        store.Vault.EnsureOpen();
        return writer.SaveAsync(new KeyOwner(account, by, provider), input, cancellationToken);
    }

    public async Task<KeyTestResult?> TestAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken)
    {
        store.Vault.EnsureOpen();
        return await store.FindAsync(account, provider, cancellationToken) is { } stored
            ? await tester.TestAsync(stored.Document, new KeyTestRequest(KeyTestCause.Asked, by), cancellationToken)
            : null;
    }

    public async Task<bool> ConfigureAsync(
        AccountId account, AuditActor by, ProviderName provider, KeySettings settings, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(settings);
        if (await store.FindAsync(account, provider, cancellationToken) is not { Document: var key })
        {
            return false;
        }

        DateTimeOffset? disabledAt = settings.IsDisabled ? key.DisabledAt ?? store.Now : null;
        await store.ChangeAsync(
            key,
            current => current with { DisabledAt = disabledAt, ExpiresOn = settings.ExpiresOn, RotateAfter = settings.RotateAfter },
            cancellationToken);
        if (settings.IsDisabled != key.DisabledAt.HasValue)
        {
            await trail.RecordAsync(settings.IsDisabled ? AuditEvents.KeyDisabled : AuditEvents.KeyEnabled, by, key, cancellationToken: cancellationToken);
        }

        if (settings.ExpiresOn != key.ExpiresOn || settings.RotateAfter != key.RotateAfter)
        {
            var dates = $"expires on {settings.ExpiresOn?.ToString("O", CultureInfo.InvariantCulture) ?? "no day"}, replace after {settings.RotateAfter?.ToString("O", CultureInfo.InvariantCulture) ?? "no day"}";
            await trail.RecordAsync(AuditEvents.KeyChanged, by, key, detail: dates, cancellationToken: cancellationToken);
            await alarm.DatesChangedAsync(key, cancellationToken);
        }

        return true;
    }

    public async Task<bool> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(account, provider, cancellationToken) is not { Document: var key } || !await store.DeleteAsync(key, cancellationToken))
        {
            return false;
        }

        await trail.RecordAsync(AuditEvents.KeyDeleted, by, key, cancellationToken: cancellationToken);
        await alarm.SettleAsync(key, cancellationToken);
        return true;
    }

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
        Fingerprint = key.ShortFingerprint,
        Status = key.StateAt(store.Now),
        LastTest = key.LastTest,
        MissingRights = key.MissingRights,
        ExpiresOn = key.ExpiresOn,
        RotateAfter = key.RotateAfter,
        TestedAt = key.TestedAt,
        LastUsedAt = key.LastUsedAt,
        UpdatedAt = key.UpdatedAt,
        Region = key.Destination?.Region,
        HasWebhookPublicKey = key.Destination?.WebhookPublicKey is not null,
        StoredFor = store.IsForHere(key) ? null : key.Destination?.Host ?? "another destination",
    };
}
