using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>One provider: its state, its key's marks, and what can be done with it.</summary>
public sealed partial class ProviderKeyCard(IDialogService dialogs)
{
    [Parameter, EditorRequired]
    public ApiKeysModel Model { get; set; } = default!;

    [Parameter, EditorRequired]
    public KeySlot Slot { get; set; } = default!;

    /// <summary>Whether the vault is locked: stored keys can only be deleted.</summary>
    [Parameter]
    public bool IsLocked { get; set; }

    /// <summary>Raised after every change, because it may change what other keys are needed for.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>What this provider needs besides its key.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string TitleId => $"provider-{Slot.Provider.Slug}";

    private string NeedText => Slot.IsRequired ? SettingsText.Required : SettingsText.Optional;

    private StatusTone NeedTone => Slot is { IsRequired: true, IsUsable: false } ? StatusTone.Attention : StatusTone.Neutral;

    private bool IsBusy => Slot.IsTesting;

    private bool IsFormDisabled => IsLocked || IsBusy;

    private async Task<SaveKeyOutcome> SaveAsync(KeyInput input)
    {
        var outcome = await Model.SaveAsync(Slot, input, CancellationToken.None);
        StateHasChanged();
        return outcome;
    }

    // A verdict belongs to the key, not to the visitor: a test that has begun ends even when the page is left.
    private async Task TestAsync()
    {
        var test = Model.TestAsync(Slot, CancellationToken.None);
        await OnChanged.InvokeAsync();
        await test;
        await OnChanged.InvokeAsync();
    }

    private async Task DeleteAsync()
    {
        if (await dialogs.ConfirmAsync(SettingsText.DeleteQuestion(Slot.Provider, Model.IsLastUsable(Slot))))
        {
            await Model.DeleteAsync(Slot, CancellationToken.None);
            await OnChanged.InvokeAsync();
        }
    }
}
