using System.Collections.Frozen;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>Tests a stored key with the provider's own request and remembers what it said.</summary>
internal sealed class KeyTester(ProviderKeyStore store, IEnumerable<IKeyTest> tests, TimeProvider time)
{
    private readonly FrozenDictionary<ProviderName, IKeyTest> _tests = tests.ToFrozenDictionary(test => test.Provider);

    public async Task<KeyTestResult> TestAsync(ProviderKey key, CancellationToken cancellationToken)
    {
        if (!store.IsForHere(key))
        {
            var destination = store.DestinationNow(key);
            return new KeyTestResult(
                KeyVerdict.CouldNotCheck,
                $"This key was stored for {key.Destination.Host}, but calls now go to {destination}. It was not sent there: enter the key for {destination}.");
        }

        using var lease = await store.OpenAsync(key, cancellationToken);
        if (lease is null)
        {
            return new KeyTestResult(KeyVerdict.Invalid, "The stored key can no longer be read. Enter it again.");
        }

        var result = await _tests[key.Provider].TestAsync(lease, cancellationToken);
        await store.ChangeAsync(key, current => AdoptPublicKey(Judge(current, result.Verdict), lease, result), cancellationToken);
        return result.WebhookPublicKey is { } fetched && key.Destination.WebhookPublicKey is { } stored && stored != fetched
            ? result with
            {
                Detail = result.Detail + " But the stored public key is not the one of this Telnyx account, so its webhooks will be refused: enter the public key from the portal.",
            }
            : result;
    }

    /// <summary>The next generation of the key, not sealed yet, with another public key.</summary>
    public static ProviderKey WithWebhookPublicKey(ProviderKey key, string publicKey) =>
        key with { Generation = key.Generation + 1, Destination = key.Destination with { WebhookPublicKey = publicKey } };

    private ProviderKey Judge(ProviderKey key, KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Valid => key with { Status = KeyStatus.Valid, TestedAt = time.GetUtcNow() },
        KeyVerdict.ValidLimited => key with { Status = KeyStatus.ValidLimited, TestedAt = time.GetUtcNow() },
        KeyVerdict.Invalid => key with { Status = KeyStatus.Invalid, TestedAt = time.GetUtcNow() },
        KeyVerdict.QuotaExceeded => key with { Status = KeyStatus.QuotaExceeded, TestedAt = time.GetUtcNow() },

        // The last verdict stays, but a key that could be opened just now need not be entered again.
        KeyVerdict.CouldNotCheck => key.Status is KeyStatus.NeedsReentry ? key with { Status = KeyStatus.Untested } : key,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private ProviderKey AdoptPublicKey(ProviderKey key, KeyLease lease, KeyTestResult result) =>
        result.WebhookPublicKey is { } fetched && key.Destination.WebhookPublicKey is null
            ? store.Seal(WithWebhookPublicKey(key, fetched), lease.Secret)
            : key;
}
