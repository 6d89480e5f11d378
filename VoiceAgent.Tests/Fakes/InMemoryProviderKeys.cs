using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Keys of one account without a vault. Remembers what was typed; answers as the test tells it.</summary>
public sealed class InMemoryProviderKeys : IProviderKeys
{
    private readonly Dictionary<ProviderName, ProviderKeyInfo> _keys = [];

    /// <summary>What was typed into the fields, in order.</summary>
    public List<(ProviderName Provider, string? Key, string? WebhookPublicKey)> Saved { get; } = [];

    public List<ProviderName> Tested { get; } = [];

    public Func<ProviderName, SaveKeyOutcome> OnSave { get; set; } = _ => new SaveKeyOutcome(Saved: true);

    public Func<ProviderName, Task<KeyTestResult>> OnTest { get; set; } = _ => Task.FromResult(new KeyTestResult(KeyVerdict.Valid, "It may stream."));

    /// <summary>The key that is opened; none by default.</summary>
    public Func<AccountId, ProviderName, KeyLease?> OnLease { get; set; } = (_, _) => null;

    public void Store(ProviderName provider, KeyStatus status = KeyStatus.Valid) => _keys[provider] = new ProviderKeyInfo
    {
        Provider = provider,
        Tail = "b14o",
        Fingerprint = "a1b2c3d4",
        Status = status,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    public void Change(ProviderName provider, Func<ProviderKeyInfo, ProviderKeyInfo> change) => _keys[provider] = change(_keys[provider]);

    public Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<ProviderKeyInfo>>([.. _keys.Values]);

    public Task<SaveKeyOutcome> SaveAsync(AccountId account, AuditActor by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        Saved.Add((provider, input.Key, input.WebhookPublicKey));
        var outcome = OnSave(provider);
        if (outcome.Saved)
        {
            Store(provider, KeyStatus.Untested);
        }

        return Task.FromResult(outcome);
    }

    public async Task<KeyTestResult?> TestAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken)
    {
        Tested.Add(provider);
        var result = await OnTest(provider);
        Store(provider, result.Verdict is KeyVerdict.Invalid ? KeyStatus.Invalid : KeyStatus.Valid);
        return result;
    }

    public Task<bool> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken) => Task.FromResult(_keys.Remove(provider));

    /// <summary>What was decided about stored keys, in order.</summary>
    public List<(ProviderName Provider, KeySettings Settings)> Configured { get; } = [];

    public Task<bool> ConfigureAsync(AccountId account, AuditActor by, ProviderName provider, KeySettings settings, CancellationToken cancellationToken)
    {
        Configured.Add((provider, settings));
        if (_keys.TryGetValue(provider, out var key))
        {
            _keys[provider] = key with
            {
                ExpiresOn = settings.ExpiresOn,
                RotateAfter = settings.RotateAfter,
                Status = settings.IsDisabled ? KeyStatus.Disabled : key.Status is KeyStatus.Disabled ? KeyStatus.Untested : key.Status,
            };
        }

        return Task.FromResult(key is not null);
    }

    public Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken) => Task.FromResult(OnLease(account, provider));

    public Task<string?> FindWebhookPublicKeyAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult<string?>(null);
}
