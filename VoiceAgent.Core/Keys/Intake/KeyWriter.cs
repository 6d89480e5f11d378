using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Intake;

/// <summary>
/// Stores what a user typed: a new key, or another region or public key for the one that is there, sealed anew in the next generation.
/// </summary>
internal sealed class KeyWriter(ProviderKeyStore store, KeyTrail trail, KeyAlarm alarm, TimeProvider time)
{
    /// <summary>How often a save begins again because another write of the same key was faster.</summary>
    private const int MaxAttempts = 5;

    public async Task<SaveKeyOutcome> SaveAsync(KeyOwner owner, KeyInput input, CancellationToken cancellationToken)
    {
        var draft = Check(owner.Provider, input, out var refusal);
        for (var attempt = 0; draft is not null && attempt < MaxAttempts; attempt++)
        {
            var stored = await store.FindAsync(owner.Account, owner.Provider, cancellationToken);
            var outcome = draft.Key is null
                ? await TryChangeAsync(owner, stored, draft, cancellationToken)
                : await TryWriteAsync(owner, stored, draft, cancellationToken);
            if (outcome is not null)
            {
                return outcome;
            }
        }

        return refusal ?? new SaveKeyOutcome(false, "The key is being changed from another place. Try again.");
    }

    private KeyDraft? Check(ProviderName provider, KeyInput input, out SaveKeyOutcome? refusal)
    {
        if (provider is ProviderName.Compatible)
        {
            return CheckServer(input, out refusal);
        }

        string? publicKey = null;
        var publicKeyProblem = provider is ProviderName.Telnyx ? WebhookPublicKey.Check(input.WebhookPublicKey, out publicKey) : null;
        var changesAlone = string.IsNullOrWhiteSpace(input.Key)
            && (input.Region is not null || (provider is ProviderName.Telnyx && !string.IsNullOrWhiteSpace(input.WebhookPublicKey)));
        var key = string.Empty;
        var keyProblem = changesAlone ? null : KeyIntake.Check(provider, input.Key, out key);
        var region = string.IsNullOrEmpty(input.Region) ? null : input.Region;
        var regionProblem = store.DestinationOf(provider, region) is null ? $"{Name(provider)} has no such region. Choose one of the list." : null;
        refusal = keyProblem is null && publicKeyProblem is null && regionProblem is null
            ? null
            : new SaveKeyOutcome(false, keyProblem, publicKeyProblem) { RegionProblem = regionProblem };
        return refusal is null ? new KeyDraft(changesAlone ? null : key, publicKey, input.Region is null, region) : null;
    }

    /// <summary>A server is always named, and its key always given: the key of one of the operator's servers is no business of the others.</summary>
    private KeyDraft? CheckServer(KeyInput input, out SaveKeyOutcome? refusal)
    {
        if (store.FindServer(input.Region) is not { } server)
        {
            refusal = new SaveKeyOutcome(false) { RegionProblem = "Choose a server of the list." };
            return null;
        }

        string? problem;
        var key = string.Empty;
        if (server.RequiresKey)
        {
            problem = KeyIntake.Check(ProviderName.Compatible, input.Key, out key);
        }
        else
        {
            problem = string.IsNullOrWhiteSpace(input.Key) ? null : $"{server.Name} needs no key. Leave the field empty.";
            key = KeyIntake.Placeholder();
        }

        refusal = problem is null ? null : new SaveKeyOutcome(false, problem);
        return refusal is null ? new KeyDraft(key, null, false, server.Id) : null;
    }

    /// <summary>Null when somebody else was faster.</summary>
    private async Task<SaveKeyOutcome?> TryWriteAsync(KeyOwner owner, Stored<ProviderKey>? stored, KeyDraft draft, CancellationToken cancellationToken)
    {
        var key = draft.Key!;
        var secret = Encoding.ASCII.GetBytes(key);
        try
        {
            var now = time.GetUtcNow();
            var before = stored?.Document;
            var fingerprint = store.Vault.Fingerprint(owner.Provider, secret);
            var next = new ProviderKey
            {
                Id = before?.Id ?? KeyId.New(),
                AccountId = owner.Account,
                Provider = owner.Provider,
                Generation = (before?.Generation ?? 0) + 1,
                Secret = NotSealed,
                Destination = DestinationFor(owner.Provider, before, draft),
                Tail = KeyIntake.Tail(key),
                Length = key.Length,
                Fingerprint = fingerprint,
                CreatedAt = before?.CreatedAt ?? now,
                CreatedBy = owner.By.User ?? before?.CreatedBy ?? default,
                UpdatedAt = now,
            };
            var warning = before is not null && before.Fingerprint.AsSpan().SequenceEqual(fingerprint)
                ? "This is the key that was stored already."
                : KeyShapes.Unusual(owner.Provider, key);
            return await TryFinishAsync(store.Seal(next, secret), stored, owner, before is null ? AuditEvents.KeyCreated : AuditEvents.KeyReplaced, cancellationToken)
                ? new SaveKeyOutcome(true, Warning: warning)
                : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(secret);
        }
    }

    /// <summary>Keeps the key and changes what it is bound to. Null when somebody else was faster.</summary>
    private async Task<SaveKeyOutcome?> TryChangeAsync(KeyOwner owner, Stored<ProviderKey>? stored, KeyDraft draft, CancellationToken cancellationToken)
    {
        var name = Name(owner.Provider);
        var together = owner.Provider is ProviderName.Telnyx ? ", together with its public key" : string.Empty;
        if (stored is not { Document: var before })
        {
            return new SaveKeyOutcome(false, draft.PublicKey is null ? $"Enter the {name} key." : $"Enter the {name} API key too: no key is stored yet.");
        }

        if (!store.IsForHere(before))
        {
            return new SaveKeyOutcome(false, $"The stored key belongs to {before.Destination?.Host}. Enter the API key again{together}.");
        }

        if (draft.PublicKey is null && draft.RegionFor(before) == before.Destination.Region)
        {
            return new SaveKeyOutcome(false, $"Enter the {name} key.");
        }

        using var lease = await store.OpenAsync(before, cancellationToken);
        if (lease is null)
        {
            return new SaveKeyOutcome(false, $"The stored key can no longer be read. Enter the API key again{together}.");
        }

        var destination = DestinationFor(owner.Provider, before, draft);
        var next = before with
        {
            Generation = before.Generation + 1,
            Destination = destination,
            Status = destination.Region == before.Destination.Region ? before.Status : KeyStatus.Untested,
        };
        return await TryFinishAsync(store.Seal(next, lease.Secret), stored, owner, AuditEvents.KeyChanged, cancellationToken) ? new SaveKeyOutcome(true) : null;
    }

    /// <summary>Writes the sealed key, records it and takes back what was said of the one before; false when somebody else was faster.</summary>
    private async Task<bool> TryFinishAsync(ProviderKey key, Stored<ProviderKey>? stored, KeyOwner owner, string what, CancellationToken cancellationToken)
    {
        if (!await store.TryWriteAsync(key, stored, cancellationToken))
        {
            return false;
        }

        await trail.RecordAsync(what, owner.By, key, detail: key.Destination.Region is { } region ? $"region {region}" : null, cancellationToken: cancellationToken);
        await alarm.SettleAsync(key, cancellationToken);
        return true;
    }

    private KeyDestination DestinationFor(ProviderName provider, ProviderKey? before, KeyDraft draft)
    {
        var region = draft.RegionFor(before);
        var host = store.DestinationOf(provider, region);
        return host is null
            ? new KeyDestination(store.DestinationOf(provider, region: null)!, draft.PublicKey)
            : new KeyDestination(host, draft.PublicKey ?? KeptPublicKey(before), region);
    }

    /// <summary>A new key of the same place keeps the public key until another is given.</summary>
    private string? KeptPublicKey(ProviderKey? before) => before is not null && store.IsForHere(before) ? before.Destination.WebhookPublicKey : null;

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;

    /// <summary>Stands in a new document until it is sealed; opens nowhere.</summary>
    private static SealedSecret NotSealed { get; } = new(0, 0, string.Empty, [], [], []);

    /// <summary>What was typed, found good.</summary>
    /// <param name="Key">Null: the stored key stays.</param>
    private sealed record KeyDraft(string? Key, string? PublicKey, bool KeepsRegion, string? Region)
    {
        public string? RegionFor(ProviderKey? before) => KeepsRegion ? before?.Destination?.Region : Region;

        public override string ToString() => "key draft (hidden)";
    }
}

/// <summary>Whose key of which provider, and who enters it.</summary>
internal sealed record KeyOwner(AccountId Account, AuditActor By, ProviderName Provider);
