using Microsoft.AspNetCore.Components;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Sign-in with e-mail and password; leads back to where the visitor came from.</summary>
public sealed partial class SignIn(PasswordSignIn signIn, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "sign-in")] private Credentials? Input { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    [SupplyParameterFromQuery(Name = "signedOut")] private bool IsSignedOut { get; set; }

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

        var outcome = await signIn.SignInAsync(email, password, HttpContext.RequestAborted);
        if (outcome == SignInOutcome.SignedIn)
        {
            navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
            return;
        }

        _problems.Add(outcome == SignInOutcome.LockedOut ? AccountText.LockedOut : AccountText.Wrong);
    }

    /// <summary>The posted form.</summary>
    public sealed class Credentials
    {
        public string? Email { get; set; }

        public string? Password { get; set; }
    }
}
