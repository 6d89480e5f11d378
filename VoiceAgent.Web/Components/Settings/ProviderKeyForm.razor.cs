using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using MudBlazor;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Endpoints;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>
/// Takes a key without ever holding it: the fields belong to the browser, which sends them as a form (<see cref="KeyFormEndpoint"/>) and
/// tells this component the answer.
/// </summary>
public sealed partial class ProviderKeyForm(IJSRuntime script) : IDisposable
{
    private ElementReference _form;
    private DotNetObjectReference<ProviderKeyForm>? _self;
    private SaveKeyOutcome? _outcome;
    private bool _isSaving;

    [Parameter, EditorRequired]
    public KeySlot Slot { get; set; } = default!;

    /// <summary>Raised when a key was stored and the field is empty again.</summary>
    [Parameter]
    public EventCallback OnSaved { get; set; }

    /// <summary>Raised when nothing was stored because the user has to prove it again; what was typed stays in the browser.</summary>
    [Parameter]
    public EventCallback OnConfirmationNeeded { get; set; }

    [Parameter]
    public bool Disabled { get; set; }

    private string Address => KeyFormEndpoint.AddressOf(Slot.Provider);

    private bool NeedsPublicKey => Slot.Provider.Name is ProviderName.Telnyx;

    private bool HasRegions => Slot.Provider.Regions.Count > 0;

    private bool HasUsualPlace => Slot.Provider.Name is not ProviderName.Compatible;

    private string? KeyProblem => _outcome?.KeyProblem;

    private string? PublicKeyProblem => _outcome?.WebhookPublicKeyProblem;

    private string? RegionProblem => _outcome?.RegionProblem;

    private bool IsDisabled => Disabled || _isSaving;

    private string KeyLabel => Slot.Key is null ? SettingsText.KeyField : SettingsText.NewKeyField;

    // What is left to do stands out; replacing a key that is there does not.
    private Variant ButtonVariant => Slot.Key is null ? Variant.Filled : Variant.Outlined;

    private string ButtonText => _isSaving ? SettingsText.Saving : SettingsText.Save;

    public void Dispose() => _self?.Dispose();

    /// <summary>The form is on its way.</summary>
    [JSInvokable]
    public void BeginSave()
    {
        _isSaving = true;
        _outcome = null;
        StateHasChanged();
    }

    /// <summary>The server's answer, or null when there was none.</summary>
    [JSInvokable]
    public async Task EndSave(KeyFormAnswer? answer)
    {
        _isSaving = false;
        _outcome = answer?.Outcome ?? new SaveKeyOutcome(false, SettingsText.NotSent);
        StateHasChanged();
        if (answer is { NeedsConfirmation: true })
        {
            await OnConfirmationNeeded.InvokeAsync();
        }
        else if (_outcome.Saved)
        {
            await OnSaved.InvokeAsync();
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            await script.InvokeVoidAsync("voiceAgent.attachKeyForm", _form, _self);
        }
    }

    private string Id(string field) => $"{Slot.Provider.Slug}-{field}";

    private bool IsRegion(string? id) => Slot.Key?.Region == id;

    private static string? Mark(string? problem) => problem is null ? null : "true";

    private static string HelpClass(string? problem) => problem is null ? "field-help" : "field-problem";
}
