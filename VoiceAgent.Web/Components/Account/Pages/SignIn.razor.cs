using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting.Passkeys;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Sign-in with e-mail and password; leads back to where the visitor came from.</summary>
public sealed partial class SignIn(PasswordSignIn signIn, PasskeyAssertions passkeys, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "sign-in")] private Credentials? Input { get; set; }

    [SupplyParameterFromForm(FormName = "sign-in-passkey", Name = "Input")] private SignedChallenge? PasskeyInput { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "signedOut")] private bool IsSignedOut { get; set; }

    [SupplyParameterFromQuery(Name = "expired")] private bool IsExpired { get; set; }

    [SupplyParameterFromQuery(Name = "lockedOut")] private bool IsLockedOut { get; set; }

    private string? Problem => _problems.Any ? _problems.Summary
        : IsExpired ? SecurityText.TwoStepExpired
        : IsLockedOut ? SecurityText.SignedOutForSafety
        : null;

    private bool ShowsSignedOut => IsSignedOut && !_problems.Any;

    private string SignUpAddress => "/account/sign-up?returnUrl=" + Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl));

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
        }
    }

    private async Task SubmitAsync()
    {
        var email = Input?.Email ?? string.Empty;
        var password = Input?.Password ?? string.Empty;
        _problems.Add("Email", string.IsNullOrWhiteSpace(email) ? AccountText.EnterEmail : null);
        _problems.Add("Password", password.Length == 0 ? AccountText.EnterPassword : null);
        if (_problems.Any)
        {
            return;
        }

        switch (await signIn.SignInAsync(email, password, HttpContext.RequestAborted))
        {
            case SignInOutcome.SignedIn:
                navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
                break;
            case SignInOutcome.CodeNeeded:
                navigation.NavigateTo("/account/two-step?returnUrl=" + Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl)));
                break;
            case SignInOutcome.LockedOut:
                _problems.Add(AccountText.LockedOut);
                break;
            default:
                _problems.Add(AccountText.Wrong);
                break;
        }
    }

    private async Task SubmitPasskeyAsync()
    {
        if (await passkeys.SignInAsync(PasskeyInput?.Credential ?? string.Empty))
        {
            navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problems.Add(SecurityText.WrongPasskey);
    }

    /// <summary>The posted answer of a passkey.</summary>
    public sealed class SignedChallenge
    {
        public string? Credential { get; set; }
    }

    /// <summary>The posted form.</summary>
    public sealed class Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
