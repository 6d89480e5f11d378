using System.Text;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Intake;
using VoiceAgent.Core.Keys.Testing;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Seals imported keys. Never replaces a key that its owner set here.</summary>
internal sealed class LegacyKeyWriter(ProviderKeyStore store, IDocuments<LegacyImportRecord> records, IAuditTrail audit, TimeProvider time)
{
    private const int MaxAttempts = 5;

    /// <param name="owner">Who gets it.</param>
    /// <param name="provider">Which provider's key it is.</param>
    /// <param name="reading">The key.</param>
    /// <param name="origin">Where it comes from.</param>
    /// <param name="isDryRun">Only tells what would become of it.</param>
    public async Task<LegacyOutcome> WriteKeyAsync(
        LegacyOwner owner, ProviderName provider, LegacyReading reading, KeyOrigin origin, bool isDryRun, CancellationToken cancellationToken)
    {
        var record = new LegacyImportRecord
        {
            Id = LegacyImportRecord.IdOf(owner.Account, origin),
            AccountId = owner.Account,
            Provider = provider,
            Origin = origin,
            ImportedAt = time.GetUtcNow(),
        };
        if (await records.FindAsync(record.Id, cancellationToken) is not null)
        {
            return LegacyOutcome.AlreadyImported;
        }

        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.FindAsync(owner.Account, provider, cancellationToken);
            var outcome = Judge(stored?.Document, origin);
            if (isDryRun)
            {
                return outcome;
            }

            if (outcome is LegacyOutcome.Imported && !await TryWriteAsync(owner, provider, reading, origin, stored, cancellationToken))
            {
                continue;
            }

            if (outcome is LegacyOutcome.Imported or LegacyOutcome.AlreadyImported)
            {
                await RememberAsync(record, cancellationToken);
            }

            return outcome;
        }

        // Somebody is changing this very key: theirs is the newer one.
        return LegacyOutcome.KeptNewer;
    }

    /// <summary>Adds the webhook public key to the account's Telnyx key where that has none.</summary>
    public async Task<LegacyOutcome> WritePublicKeyAsync(LegacyOwner owner, LegacyReading reading, bool isDryRun, CancellationToken cancellationToken)
    {
        var publicKey = Encoding.ASCII.GetString(reading.Key);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var stored = await store.FindAsync(owner.Account, ProviderName.Telnyx, cancellationToken);
            if (stored is null || !store.IsForHere(stored.Document))
            {
                return LegacyOutcome.NoTelnyxKey;
            }

            if (stored.Document.Destination.WebhookPublicKey is { } present)
            {
                return present == publicKey ? LegacyOutcome.AlreadyImported : LegacyOutcome.KeptNewer;
            }

            if (isDryRun || await TryAddPublicKeyAsync(stored, publicKey, cancellationToken))
            {
                return LegacyOutcome.Imported;
            }
        }

        return LegacyOutcome.KeptNewer;
    }

    private static LegacyOutcome Judge(ProviderKey? stored, KeyOrigin origin) => stored switch
    {
        null => LegacyOutcome.Imported,
        { ImportedFrom: null } => LegacyOutcome.KeptNewer,
        { ImportedFrom: { } before } when before.TokenHash == origin.TokenHash && before.DocumentId == origin.DocumentId && before.Field == origin.Field => LegacyOutcome.AlreadyImported,
        { ImportedFrom: { } before } => before.WrittenAt < origin.WrittenAt ? LegacyOutcome.Imported : LegacyOutcome.Superseded,
    };

    private async Task<bool> TryWriteAsync(
        LegacyOwner owner, ProviderName provider, LegacyReading reading, KeyOrigin origin, Stored<ProviderKey>? stored, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var before = stored?.Document;
        var next = new ProviderKey
        {
            Id = before?.Id ?? KeyId.New(),
            AccountId = owner.Account,
            Provider = provider,
            Generation = (before?.Generation ?? 0) + 1,
            Secret = new SealedSecret(0, 0, string.Empty, [], [], []),
            Destination = before is not null && store.IsForHere(before) ? before.Destination : new KeyDestination(store.DestinationOf(provider, region: null)!),
            Tail = KeyIntake.Tail(Encoding.ASCII.GetString(reading.Key)),
            Length = reading.Key.Length,
            Fingerprint = store.Vault.Fingerprint(provider, reading.Key),
            CreatedAt = before?.CreatedAt ?? now,
            CreatedBy = owner.User,
            UpdatedAt = now,
            ImportedFrom = origin,
        };
        if (!await store.TryWriteAsync(store.Seal(next, reading.Key), stored, cancellationToken))
        {
            return false;
        }

        await audit.RecordAsync(
            new AuditEvent
            {
                Account = owner.Account,
                Name = AuditEvents.KeyImported,
                Actor = AuditActor.Operator,
                Provider = provider,
                Key = next.Id,
                Generation = next.Generation,
                Fingerprint = Convert.ToHexStringLower(next.Fingerprint.AsSpan(0, 4)),
                Detail = $"Taken over from the earlier system ({origin.Collection}).",
            },
            cancellationToken);
        return true;
    }

    private async Task<bool> TryAddPublicKeyAsync(Stored<ProviderKey> stored, string publicKey, CancellationToken cancellationToken)
    {
        using var lease = await store.OpenAsync(stored.Document, cancellationToken);
        return lease is not null
            && await store.TryWriteAsync(store.Seal(KeyTester.WithWebhookPublicKey(stored.Document, publicKey), lease.Secret), stored, cancellationToken);
    }

    private async Task RememberAsync(LegacyImportRecord record, CancellationToken cancellationToken)
    {
        try
        {
            await records.InsertAsync(record, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            // Another run of the same import was faster.
        }
    }
}
