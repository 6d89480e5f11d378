using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Asks the signed-in user to prove it again and leads back to where that was needed.</summary>
public sealed partial class Confirm(StepUpConfirmation confirmation, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();
    private ConfirmationWays? _ways;

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "confirm-password", Name = "Input")] private TypedProof? PasswordInput { get; set; }

    [SupplyParameterFromForm(FormName = "confirm-code", Name = "Input")] private TypedProof? CodeInput { get; set; }

    [SupplyParameterFromForm(FormName = "confirm-passkey", Name = "Input")] private TypedProof? PasskeyInput { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "recovery")] private bool IsRecovery { get; set; }

    private string Target => LocalAddress.OrHome(ReturnUrl);

    private string? UserName => HttpContext.User.Identity?.Name;

    private bool NeedsScript => _ways is { Passkey: true };

    private string OtherAddress => $"/account/confirm?returnUrl={Uri.EscapeDataString(Target)}" + (IsRecovery ? string.Empty : "&recovery=true");

    private string OtherText => IsRecovery ? SecurityText.UseApp : SecurityText.UseRecoveryCode;

    protected override async Task OnInitializedAsync() => _ways = await confirmation.WaysAsync(HttpContext.User);

    private async Task SubmitPasswordAsync()
    {
        var password = PasswordInput?.Password ?? string.Empty;
        _problems.Add("Password", password.Length == 0 ? AccountText.EnterPassword : null);
        if (!_problems.Any)
        {
            Finish(await confirmation.ByPasswordAsync(HttpContext.User, password, HttpContext.RequestAborted), "Password", AccountText.WrongPassword);
        }
    }

    private async Task SubmitCodeAsync()
    {
        var code = CodeInput?.Code ?? string.Empty;
        _problems.Add("Code", string.IsNullOrWhiteSpace(code) ? SecurityText.EnterCode : null);
        if (!_problems.Any)
        {
            var wrong = IsRecovery ? SecurityText.WrongRecoveryCode : SecurityText.WrongCode;
            Finish(await confirmation.ByCodeAsync(HttpContext.User, code, HttpContext.RequestAborted), "Code", wrong);
        }
    }

    private async Task SubmitPasskeyAsync() => Finish(
        await confirmation.ByPasskeyAsync(HttpContext.User, PasskeyInput?.Credential ?? string.Empty, HttpContext.RequestAborted),
        string.Empty,
        SecurityText.WrongPasskey);

    private void Finish(ProofOutcome outcome, string field, string wrong)
    {
        switch (outcome)
        {
            case ProofOutcome.Proved:
                navigation.NavigateTo(Target);
                break;
            case ProofOutcome.LockedOut:
                navigation.NavigateTo("/account/sign-in?lockedOut=true");
                break;
            default:
                _problems.Add(field, ProofText.Of(outcome, wrong));
                break;
        }
    }

    /// <summary>The posted form.</summary>
    public sealed class TypedProof
    {
        public string? Password { get; set; }

        public string? Code { get; set; }

        public string? Credential { get; set; }
    }
}
