using Microsoft.AspNetCore.Components;
using MudBlazor;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>Takes a key and forgets it as soon as it is stored.</summary>
public sealed partial class ProviderKeyForm
{
    private readonly KeyInput _input = new();
    private SaveKeyOutcome? _outcome;
    private bool _isSaving;

    [Parameter, EditorRequired]
    public KeySlot Slot { get; set; } = default!;

    [Parameter, EditorRequired]
    public Func<KeyInput, Task<SaveKeyOutcome>> OnSave { get; set; } = default!;

    /// <summary>Raised when a key was stored and the field is empty again.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private bool NeedsPublicKey => Slot.Provider.Name is ProviderName.Telnyx;

    private bool HasKeyProblem => _outcome?.KeyProblem is not null;

    private bool HasPublicKeyProblem => _outcome?.WebhookPublicKeyProblem is not null;

    private bool IsDisabled => Disabled || _isSaving;

    private string KeyLabel => Slot.Key is null ? SettingsText.KeyField : SettingsText.NewKeyField;

    // What is left to do stands out; replacing a key that is there does not.
    private Variant ButtonVariant => Slot.Key is null ? Variant.Filled : Variant.Outlined;

    private string ButtonText => _isSaving ? SettingsText.Saving : SettingsText.Save;

    private async Task SubmitAsync()
    {
        _isSaving = true;
        _outcome = null;
        try
        {
            _outcome = await OnSave(_input);
        }
        finally
        {
            _isSaving = false;
        }

        if (_outcome.Saved)
        {
            _input.Key = null;
            _input.WebhookPublicKey = null;
            await OnSaved.InvokeAsync();
        }
    }
}
