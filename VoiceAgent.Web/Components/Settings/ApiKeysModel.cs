using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>State of the API keys page and what can be done on it. Used by one circuit at a time.</summary>
public sealed class ApiKeysModel(IProviderKeys keys, ICallReadinessService readiness, IStepUp stepUp, SignedInUser user)
{
    public IReadOnlyList<KeySlot> Slots { get; } = [.. ProviderCatalog.All.Select(provider => new KeySlot(provider))];

    public CallReadiness Readiness { get; private set; } = new() { Missing = [] };

    public IEnumerable<KeySlot> In(ProviderCategory category) => Slots.Where(slot => slot.Provider.Category == category);

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(user.AccountId, cancellationToken);
        foreach (var slot in Slots)
        {
            slot.Key = stored.FirstOrDefault(key => key.Provider == slot.Provider.Name);
        }

        foreach (var slot in Slots)
        {
            slot.IsRequired = slot.Provider.Category is ProviderCategory.Telephony || !OthersUsable(slot);
        }

        Readiness = await readiness.EvaluateAsync(user.AccountId, agent: null, cancellationToken);
    }

    /// <summary>Stores the key; the caller tests it next when something was saved.</summary>
    public async Task<SaveKeyOutcome> SaveAsync(KeySlot slot, KeyInput input, CancellationToken cancellationToken)
    {
        if (!await MayChangeAsync(slot, cancellationToken))
        {
            return new SaveKeyOutcome(Saved: false);
        }

        try
        {
            var outcome = await keys.SaveAsync(user.AccountId, user.UserId, slot.Provider.Name, input, cancellationToken);
            if (outcome.Saved)
            {
                slot.LastTest = null;
                await LoadAsync(cancellationToken);
            }

            return outcome;
        }
        catch (VaultLockedException)
        {
            return new SaveKeyOutcome(Saved: false, KeyProblem: SettingsText.VaultLockedAtSave);
        }
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
            slot.LastTest = await keys.TestAsync(user.AccountId, slot.Provider.Name, cancellationToken);
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

    public async Task DeleteAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        if (!await MayChangeAsync(slot, cancellationToken))
        {
            return;
        }

        await keys.DeleteAsync(user.AccountId, slot.Provider.Name, cancellationToken);
        slot.LastTest = null;
        await LoadAsync(cancellationToken);
    }

    /// <summary>Whether calls stop when this key goes.</summary>
    public bool IsLastUsable(KeySlot slot) => slot.IsUsable && !OthersUsable(slot);

    /// <summary>Whether the user has proved it lately: asked here, where keys change, and not where buttons are drawn.</summary>
    private async Task<bool> MayChangeAsync(KeySlot slot, CancellationToken cancellationToken)
    {
        slot.NeedsConfirmation = !await stepUp.IsConfirmedAsync(cancellationToken);
        return !slot.NeedsConfirmation;
    }

    private bool OthersUsable(KeySlot slot) => In(slot.Provider.Category).Any(other => other != slot && other.IsUsable);
}
