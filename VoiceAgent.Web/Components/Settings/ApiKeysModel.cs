using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>State of the API keys page and what can be done on it. Used by one circuit at a time; keys themselves never come here.</summary>
public sealed class ApiKeysModel(KeyServices services, AccountActor actor, IReadOnlyList<ProviderInfo> offered)
{
    // The latest calls that are looked at for failures.
    private const int LatestCalls = 50;

    public IReadOnlyList<KeySlot> Slots { get; } = [.. offered.Select(provider => new KeySlot(provider))];

    public IEnumerable<ProviderInfo> Offered => offered;

    public CallReadiness Readiness { get; private set; } = new() { Missing = [] };

    public IEnumerable<KeySlot> In(ProviderCategory category) => Slots.Where(slot => slot.Provider.Category == category);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await services.Keys.ListAsync(actor.Account, cancellationToken);
        var uses = await services.Uses.ListLastAsync(actor.Account, cancellationToken);
        var troubles = LastFailure.LastOf(await services.Calls.ListAsync(actor.Account, 0, LatestCalls, cancellationToken));
        foreach (var slot in Slots)
        {
            slot.Key = stored.FirstOrDefault(key => key.Provider == slot.Provider.Name);
            slot.Use = slot.Key is null ? null : uses.FirstOrDefault(use => use.Provider == slot.Provider.Name);
            slot.Trouble = slot.Key is null ? null : troubles.GetValueOrDefault(slot.Provider.Name);
        }

        foreach (var slot in Slots)
        {
            slot.IsRequired = slot.Provider.Category is ProviderCategory.Telephony || !OthersUsable(slot);
        }

        Readiness = await services.Readiness.EvaluateAsync(actor.Account, agent: null, cancellationToken);
    }

    /// <summary>A key was stored: what was known of the one before is forgotten.</summary>
    public Task SavedAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        (slot.LastTest, slot.NeedsConfirmation) = (null, false);
        return LoadAsync(cancellationToken);
    }

    /// <summary>A key was not stored, because the user has to prove it again.</summary>
    public static void AskConfirmation(KeySlot slot)
    {
        ArgumentNullException.ThrowIfNull(slot);
        slot.NeedsConfirmation = true;
    }

    public async Task TestAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        if (slot.IsTesting)
        {
            return;
        }

        slot.IsTesting = true;
        slot.LastTest = null;
        try
        {
            slot.LastTest = await services.Keys.TestAsync(actor.Account, actor.By, slot.Provider.Name, cancellationToken);
        }
        catch (VaultLockedException)
        {
            slot.LastTest = new KeyTestResult(KeyVerdict.CouldNotCheck, SettingsText.VaultLockedAtTest);
        }
        finally
        {
            slot.IsTesting = false;
        }

        await LoadAsync(cancellationToken);
    }

    public async Task SwitchAsync(KeySlot slot, bool off, CancellationToken cancellationToken)
    {
        await ConfigureAsync(slot, new KeySettings(off, slot.Key?.ExpiresOn, slot.Key?.RotateAfter), cancellationToken);
        slot.LastTest = null;
    }

    public Task SetDatesAsync(KeySlot slot, DateOnly? expiresOn, DateOnly? rotateAfter, CancellationToken cancellationToken) =>
        ConfigureAsync(slot, new KeySettings(slot.Key?.Status is KeyStatus.Disabled, expiresOn, rotateAfter), cancellationToken);

    /// <summary>What stops when this key goes.</summary>
    public Task<DeletionImpact> ImpactAsync(KeySlot slot, CancellationToken cancellationToken) =>
        services.Removal.ImpactAsync(actor.Account, slot.Provider.Name, cancellationToken);

    /// <summary>Deletes the key; the user has been asked.</summary>
    public async Task DeleteAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        if (!await MayChangeAsync(slot, cancellationToken))
        {
            return;
        }

        await services.Removal.DeleteAsync(actor.Account, actor.By, slot.Provider.Name, confirmed: true, cancellationToken);
        slot.LastTest = null;
        await LoadAsync(cancellationToken);
    }

    private async Task ConfigureAsync(KeySlot slot, KeySettings settings, CancellationToken cancellationToken)
    {
        if (!await MayChangeAsync(slot, cancellationToken))
        {
            return;
        }

        await services.Keys.ConfigureAsync(actor.Account, actor.By, slot.Provider.Name, settings, cancellationToken);
        await LoadAsync(cancellationToken);
    }

    /// <summary>Whether the user has proved it lately: asked here, where keys change, and not where buttons are drawn.</summary>
    private async Task<bool> MayChangeAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        slot.NeedsConfirmation = !await services.StepUp.IsConfirmedAsync(cancellationToken);
        return !slot.NeedsConfirmation;
    }

    private bool OthersUsable(KeySlot slot) => In(slot.Provider.Category).Any(other => other != slot && other.IsUsable);
}
