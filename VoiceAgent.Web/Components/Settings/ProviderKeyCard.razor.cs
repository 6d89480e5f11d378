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

    /// <summary>Whether the vault is locked: stored keys can only be deleted or switched off.</summary>
    [Parameter]
    public bool IsLocked { get; set; }

    /// <summary>Raised after every change, because it may change what other keys are needed for.</summary>
    [Parameter]
    public EventCallback OnChanged { get; set; }

    /// <summary>What this provider needs besides its key.</summary>
    [Parameter]
    public RenderFragment? ChildContent { get; set; }

    private string TitleId => $"provider-{Slot.Provider.Slug}";

    private string HelpAddress => $"/settings#help-{Slot.Provider.Slug}";

    private string NeedText => Slot.IsRequired ? SettingsText.Required : SettingsText.Optional;

    private StatusTone NeedTone => Slot is { IsRequired: true, IsUsable: false } ? StatusTone.Attention : StatusTone.Neutral;

    private bool IsBusy => Slot.IsTesting;

    private string? BusyMark => IsBusy ? "true" : null;

    private bool IsTestDisabled => IsLocked || IsBusy;

    private bool IsFormDisabled => IsLocked || IsBusy;

    private bool IsOff => Slot.Key?.Status is KeyStatus.Disabled;

    private string SwitchText => IsOff ? SettingsText.SwitchOn : SettingsText.SwitchOff;

    private string SwitchLabel => $"{SwitchText} the {Slot.Provider.DisplayName} key";

    private void AskConfirmation() => ApiKeysModel.AskConfirmation(Slot);

    private async Task SavedAsync()
    {
        await Model.SavedAsync(Slot, CancellationToken.None);
        await TestAsync();
    }

    // A verdict belongs to the key, not to the visitor: a test that has begun ends even when the page is left.
    private async Task TestAsync()
    {
        var test = Model.TestAsync(Slot, CancellationToken.None);
        await OnChanged.InvokeAsync();
        await test;
        await OnChanged.InvokeAsync();
    }

    private async Task SwitchAsync()
    {
        await Model.SwitchAsync(Slot, !IsOff, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private async Task SetDatesAsync((DateOnly? ExpiresOn, DateOnly? RotateAfter) dates)
    {
        await Model.SetDatesAsync(Slot, dates.ExpiresOn, dates.RotateAfter, CancellationToken.None);
        await OnChanged.InvokeAsync();
    }

    private async Task DeleteAsync()
    {
        var impact = await Model.ImpactAsync(Slot, CancellationToken.None);
        if (await dialogs.ConfirmAsync(SettingsText.DeleteQuestion(Slot.Provider, impact)))
        {
            await Model.DeleteAsync(Slot, CancellationToken.None);
            await OnChanged.InvokeAsync();
        }
    }
}
