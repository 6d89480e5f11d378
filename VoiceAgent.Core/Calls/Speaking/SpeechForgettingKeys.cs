using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>An account's keys; what its agents have spoken in advance goes with the key that it was spoken on.</summary>
internal sealed class SpeechForgettingKeys(IProviderKeys inner, PreparedLines lines) : IProviderKeys
{
    public Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) => inner.ListAsync(account, cancellationToken);

    public async Task<SaveKeyOutcome> SaveAsync(AccountId account, AuditActor by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        var outcome = await inner.SaveAsync(account, by, provider, input, cancellationToken);
        Forget(account, provider);
        return outcome;
    }

    public Task<KeyTestResult?> TestAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken) =>
        inner.TestAsync(account, by, provider, cancellationToken);

    public async Task<bool> ConfigureAsync(AccountId account, AuditActor by, ProviderName provider, KeySettings settings, CancellationToken cancellationToken)
    {
        var isChanged = await inner.ConfigureAsync(account, by, provider, settings, cancellationToken);
        Forget(account, provider);
        return isChanged;
    }

    public async Task<bool> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken)
    {
        var isDeleted = await inner.DeleteAsync(account, by, provider, cancellationToken);
        Forget(account, provider);
        return isDeleted;
    }

    public Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken) =>
        inner.LeaseAsync(account, provider, cancellationToken);

    public Task<string?> FindWebhookPublicKeyAsync(AccountId account, CancellationToken cancellationToken) =>
        inner.FindWebhookPublicKeyAsync(account, cancellationToken);

    private void Forget(AccountId account, ProviderName provider)
    {
        if (ProviderCatalog.Get(provider).Category is ProviderCategory.TextToSpeech)
        {
            lines.Forget(account);
        }
    }
}
