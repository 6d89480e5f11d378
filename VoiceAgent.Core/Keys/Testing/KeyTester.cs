using System.Collections.Frozen;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Watching;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// Tests a stored key within the limits, through the client that calls use, and remembers what the provider said. Every test is in the
/// audit trail.
/// </summary>
internal sealed class KeyTester(ProviderKeyStore store, IEnumerable<IKeyTest> tests, KeyTestGate gate, KeyTrail trail, KeyAlarm alarm, TimeProvider time)
{
    private readonly FrozenDictionary<ProviderName, IKeyTest> _tests = tests.ToFrozenDictionary(test => test.Provider);

    public async Task<KeyTestResult> TestAsync(ProviderKey key, KeyTestRequest request, CancellationToken cancellationToken)
    {
        if (!store.IsForHere(key))
        {
            return NotForHere(key);
        }

        if (await gate.TryEnterAsync(key, request, cancellationToken) is { } refusal)
        {
            return refusal;
        }

        using var lease = await store.OpenAsync(key, cancellationToken);
        if (lease is null)
        {
            await trail.RecordAsync(AuditEvents.KeyNotOpened, request.Actor, key, cancellationToken: cancellationToken);
            return new KeyTestResult(KeyVerdict.Invalid, "The stored key can no longer be read. Enter it again.");
        }

        var began = time.GetTimestamp();
        var result = await _tests[key.Provider].TestAsync(lease, cancellationToken);
        gate.Learn(key, result.Verdict);
        await RememberAsync(key, lease, result, request, time.GetElapsedTime(began), cancellationToken);
        return DiffersFromStored(key, result) ? result with { Detail = result.Detail + OtherPublicKey } : result;
    }

    /// <summary>The next generation of the key, not sealed yet, with another public key.</summary>
    public static ProviderKey WithWebhookPublicKey(ProviderKey key, string publicKey) =>
        key with { Generation = key.Generation + 1, Destination = key.Destination with { WebhookPublicKey = publicKey } };

    private const string OtherPublicKey =
        " But the stored public key is not the one of this Telnyx account, so its webhooks will be refused: enter the public key from the portal.";

    private static bool DiffersFromStored(ProviderKey key, KeyTestResult result) =>
        result.WebhookPublicKey is { } fetched && key.Destination.WebhookPublicKey is { } stored && stored != fetched;

    private KeyTestResult NotForHere(ProviderKey key)
    {
        var destination = store.DestinationNow(key);
        return new KeyTestResult(
            KeyVerdict.CouldNotCheck,
            $"This key was stored for {key.Destination?.Host}, but calls now go to {destination}. It was not sent there: enter the key for {destination}.");
    }

    private async Task RememberAsync(
        ProviderKey key, KeyLease lease, KeyTestResult result, KeyTestRequest request, TimeSpan latency, CancellationToken cancellationToken)
    {
        var record = new KeyTestRecord(time.GetUtcNow(), CodeOf(result), (int)latency.TotalMilliseconds, request.Cause.ToString());
        var before = key.Status;
        var after = KeyStatus.Untested;
        await store.ChangeAsync(
            key,
            current =>
            {
                var judged = AdoptPublicKey(Judge(current, result, request, record), lease, result);
                (before, after) = (current.Status, judged.Status);
                return judged;
            },
            cancellationToken);
        await trail.RecordAsync(AuditEvents.KeyTested, request.Actor, key, record.Result, cancellationToken: cancellationToken);
        if (before != after)
        {
            await alarm.StatusChangedAsync(key, after, request.Cause is not KeyTestCause.Asked, cancellationToken);
        }
    }

    /// <summary>The last verdict stays when nothing was found out, but a key that could be opened just now need not be entered again.</summary>
    private static ProviderKey Judge(ProviderKey key, KeyTestResult result, KeyTestRequest request, KeyTestRecord record)
    {
        if (result.Verdict is KeyVerdict.CouldNotCheck)
        {
            return key with { LastTest = record, Status = key.Status is KeyStatus.NeedsReentry ? KeyStatus.Untested : key.Status };
        }

        var status = StatusOf(result.Verdict);

        // Most providers tell of spent credit only in use: what a call has seen stays until somebody who has added credit asks.
        var staysSpent = key.Status is KeyStatus.QuotaExceeded
            && request.Cause is not KeyTestCause.Asked
            && status is (KeyStatus.Valid or KeyStatus.ValidLimited);
        return key with
        {
            LastTest = record,
            TestedAt = record.At,
            Status = staysSpent ? key.Status : status,
            MissingRights = result.MissingRights,
        };
    }

    private static KeyStatus StatusOf(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Valid => KeyStatus.Valid,
        KeyVerdict.ValidLimited => KeyStatus.ValidLimited,
        KeyVerdict.Invalid => KeyStatus.Invalid,
        KeyVerdict.QuotaExceeded => KeyStatus.QuotaExceeded,
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    private static string CodeOf(KeyTestResult result) => result.Verdict switch
    {
        KeyVerdict.Valid => "valid",
        KeyVerdict.ValidLimited => "valid_limited",
        KeyVerdict.Invalid => "invalid",
        KeyVerdict.QuotaExceeded => "quota_exceeded",
        _ => result.Obstacle switch
        {
            KeyTestObstacle.RateLimited => "rate_limited",
            KeyTestObstacle.ProviderDown => "provider_down",
            KeyTestObstacle.NetworkError => "network_error",
            _ => "could_not_check",
        },
    };

    private ProviderKey AdoptPublicKey(ProviderKey key, KeyLease lease, KeyTestResult result) =>
        result.WebhookPublicKey is { } fetched && key.Destination.WebhookPublicKey is null
            ? store.Seal(WithWebhookPublicKey(key, fetched), lease.Secret)
            : key;
}
