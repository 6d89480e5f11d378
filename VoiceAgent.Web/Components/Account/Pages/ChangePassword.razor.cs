using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting.Sessions;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Changes the signed-in user's password.</summary>
public sealed partial class ChangePassword(PasswordChange passwordChange, StepUpConfirmation confirmation, IStepUp stepUp, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "change-password")] private Passwords? Input { get; set; }

    [SupplyParameterFromQuery(Name = "changed")] private bool IsChanged { get; set; }

    private bool ShowsChanged => IsChanged && !_problems.Any;

    private string? UserName => HttpContext.User.Identity?.Name;

    protected override async Task OnInitializedAsync()
    {
        if (!(await confirmation.WaysAsync(HttpContext.User)).Password && !await stepUp.IsConfirmedAsync(HttpContext.RequestAborted))
        {
            navigation.NavigateTo(StepUpAddress.From("/account/change-password"));
        }
    }

    private async Task SubmitAsync()
    {
        var current = Input?.Current ?? string.Empty;
        var password = Input?.Password ?? string.Empty;
        _problems.Add("Current", current.Length == 0 ? AccountText.EnterCurrentPassword : null);
        _problems.Add("Repeated", password == (Input?.Repeated ?? string.Empty) ? null : AccountText.PasswordsDiffer);
        if (_problems.Any)
        {
            return;
        }

        var (outcome, problem) = await passwordChange.ChangeAsync(HttpContext.User, current, password, HttpContext.RequestAborted);
        switch (outcome)
        {
            case PasswordChangeOutcome.Changed:
                navigation.NavigateTo("/account/change-password?changed=true");
                break;
            case PasswordChangeOutcome.WrongPassword:
                _problems.Add("Current", AccountText.WrongCurrentPassword);
                break;
            case PasswordChangeOutcome.LockedOut:
                navigation.NavigateTo("/account/sign-in?lockedOut=true");
                break;
            default:
                _problems.Add("Password", problem);
                break;
        }
    }

    /// <summary>The posted form.</summary>
    public sealed class Passwords
    {
        public string? Current { get; set; }

        public string? Password { get; set; }

        public string? Repeated { get; set; }
    }
}
