using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Two-step sign-in: set up with an app, recovery codes, another app, off.</summary>
public sealed partial class TwoFactor(TwoFactorSettings settings, IStepUp stepUp, NavigationManager navigation) : ComponentBase
{
    private const string Address = "/account/two-factor";

    private readonly FormProblems _problems = new();
    private bool _isEnabled;
    private int _codesLeft;
    private AuthenticatorKey? _key;
    private IReadOnlyList<string>? _codes;

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "enable", Name = "Input")] private TypedCode? Input { get; set; }

    [SupplyParameterFromQuery(Name = "setup")] private bool IsSetup { get; set; }

    [SupplyParameterFromQuery(Name = "off")] private bool IsOff { get; set; }

    private bool ShowsSetup => !_isEnabled || IsSetup;

    private string? Notice => _problems.Any ? null
        : _isEnabled ? SecurityText.TwoFactorOn
        : IsOff ? SecurityText.TwoFactorTurnedOff
        : null;

    protected override async Task OnInitializedAsync()
    {
        if (!await stepUp.IsConfirmedAsync(HttpContext.RequestAborted))
        {
            navigation.NavigateTo(StepUpAddress.From(Address));
            return;
        }

        (_isEnabled, _codesLeft) = await settings.StateAsync(HttpContext.User);
        if (ShowsSetup)
        {
            await LoadKeyAsync();
        }
    }

    private async Task LoadKeyAsync()
    {
        try
        {
            _key = await settings.BeginAsync(HttpContext.User, HttpContext.RequestAborted);
        }
        catch (VaultLockedException)
        {
            _problems.Add(SecurityText.SetupVaultLocked);
        }
    }

    private async Task EnableAsync()
    {
        var code = Input?.Code ?? string.Empty;
        _problems.Add("Code", string.IsNullOrWhiteSpace(code) ? SecurityText.EnterCode : null);
        if (_problems.Any)
        {
            return;
        }

        _codes = await settings.EnableAsync(HttpContext.User, code, HttpContext.RequestAborted);
        _isEnabled = _isEnabled || _codes is not null;
        _problems.Add("Code", _codes is null ? SecurityText.WrongCode : null);
    }

    private async Task MakeCodesAsync() => _codes = await settings.NewRecoveryCodesAsync(HttpContext.User, HttpContext.RequestAborted);

    private async Task DisableAsync()
    {
        await settings.DisableAsync(HttpContext.User, HttpContext.RequestAborted);
        navigation.NavigateTo(Address + "?off=true");
    }

    /// <summary>The posted form.</summary>
    public sealed class TypedCode
    {
        public string? Code { get; set; }
    }
}
