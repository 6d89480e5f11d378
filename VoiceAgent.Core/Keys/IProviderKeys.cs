using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys;

/// <summary>
/// An account's provider keys: the one way to add, replace, test, delete and open them. While the vault is locked, listing and deleting
/// still work; everything else throws <see cref="VaultLockedException"/>.
/// </summary>
public interface IProviderKeys
{
    /// <summary>The stored keys of the account; opens none of them.</summary>
    Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken);

    /// <summary>
    /// Stores or replaces the account's key of a provider. The outcome says what is wrong with the text when it was not stored.
    /// An empty <see cref="KeyInput.Key"/> with another region, or for Telnyx with a public key, changes that alone and keeps the key.
    /// </summary>
    Task<SaveKeyOutcome> SaveAsync(AccountId account, AuditActor by, ProviderName provider, KeyInput input, CancellationToken cancellationToken);

    /// <summary>
    /// Tests the stored key with a real request, within the limits of <see cref="Testing.KeyTestOptions"/>, and remembers the verdict;
    /// null when there is no key.
    /// </summary>
    Task<KeyTestResult?> TestAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken);

    /// <summary>Changes what the owner decides about a stored key; false when there is none.</summary>
    Task<bool> ConfigureAsync(AccountId account, AuditActor by, ProviderName provider, KeySettings settings, CancellationToken cancellationToken);

    /// <summary>
    /// Deletes the key for good, whatever depends on it; false when there is none. Whoever asks a person uses <see cref="Readiness.IKeyRemoval"/>.
    /// </summary>
    Task<bool> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken);

    /// <summary>
    /// Opens the account's key for one purpose; null when there is none that calls may use: see
    /// <see cref="ProviderKeyInfo.IsUsable"/>.
    /// </summary>
    Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken);

    /// <summary>
    /// The base64 webhook public key stored with the account's Telnyx key, authenticated; null when there is none, or when it was
    /// stored for another destination.
    /// </summary>
    Task<string?> FindWebhookPublicKeyAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>The short forms, for callers that know no more of who asks.</summary>
public static class ProviderKeysExtensions
{
    public static Task<SaveKeyOutcome> SaveAsync(
        this IProviderKeys keys, AccountId account, UserId by, ProviderName provider, KeyInput input, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.SaveAsync(account, AuditActor.Of(by), provider, input, cancellationToken);
    }

    /// <summary>A test that the application itself asks for; the account's limits hold for it too.</summary>
    public static Task<KeyTestResult?> TestAsync(this IProviderKeys keys, AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.TestAsync(account, AuditActor.System, provider, cancellationToken);
    }

    /// <summary>A deletion by the application itself.</summary>
    public static Task<bool> DeleteAsync(this IProviderKeys keys, AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.DeleteAsync(account, AuditActor.System, provider, cancellationToken);
    }
}

/// <summary>What the owner decides about a stored key; all of it is replaced together.</summary>
/// <param name="IsDisabled">Keeps calls from using it.</param>
/// <param name="ExpiresOn">Last day (UTC) on which calls may use it; a reminder comes two weeks before.</param>
/// <param name="RotateAfter">Day (UTC) of the reminder to replace it.</param>
public sealed record KeySettings(bool IsDisabled, DateOnly? ExpiresOn, DateOnly? RotateAfter);

/// <summary>What a user typed into a key's field.</summary>
public sealed class KeyInput
{
    public string? Key { get; set; }

    /// <summary>Telnyx only: base64 of the raw 32 bytes, or of its 44-byte SPKI form.</summary>
    public string? WebhookPublicKey { get; set; }

    /// <summary>Id of a <see cref="ProviderRegion"/>, empty for the provider's usual place; null keeps the stored key's region.</summary>
    public string? Region { get; set; }

    public override string ToString() => "key input (hidden)";
}

/// <summary>Whether a key was stored.</summary>
/// <param name="Saved">False: nothing was changed.</param>
/// <param name="KeyProblem">What is wrong at the key field, in the user's words, or null.</param>
/// <param name="WebhookPublicKeyProblem">What is wrong at the public-key field, or null.</param>
/// <param name="Warning">Stored, but the user should look again (for example: it looks like another provider's key).</param>
public sealed record SaveKeyOutcome(bool Saved, string? KeyProblem = null, string? WebhookPublicKeyProblem = null, string? Warning = null)
{
    /// <summary>What is wrong with the region, or null.</summary>
    public string? RegionProblem { get; init; }
}
