using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Components.Account.Pages;

/// <summary>Makes an account with its first user and signs that user in.</summary>
public sealed partial class SignUp(Registration registration, SignInManager<UserIdentity> signIn, NavigationManager navigation) : ComponentBase
{
    private readonly FormProblems _problems = new();

    [CascadingParameter] private HttpContext HttpContext { get; set; } = default!;

    [SupplyParameterFromForm(FormName = "sign-up")] private NewUser? Input { get; set; }

    [SupplyParameterFromQuery(Name = "returnUrl")] private string? ReturnUrl { get; set; }

    private string SignInAddress => "/account/sign-in?returnUrl=" + Uri.EscapeDataString(LocalAddress.OrHome(ReturnUrl));

    protected override void OnInitialized()
    {
        if (HttpMethods.IsGet(HttpContext.Request.Method) && HttpContext.User.Identity?.IsAuthenticated == true)
        {
            navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
        }
    }

    private async Task SubmitAsync()
    {
        var email = (Input?.Email ?? string.Empty).Trim();
        var password = Input?.Password ?? string.Empty;
        _problems.Add("Email", EmailRules.Check(email));
        _problems.Add("Password", PasswordRules.Check(password, email));
        _problems.Add("Repeated", password == (Input?.Repeated ?? string.Empty) ? null : AccountText.PasswordsDiffer);
        if (_problems.Any)
        {
            return;
        }

        var result = await registration.CreateAsync(email, password, isDemo: false, HttpContext.RequestAborted);
        if (result.User is null)
        {
            _problems.Add(result.Field.ToString(), result.Problem);
            return;
        }

        await signIn.SignInAsync(result.User, isPersistent: false, nameof(SignInMethod.SignUp));
        navigation.NavigateTo(LocalAddress.OrHome(ReturnUrl));
    }

    /// <summary>The posted form.</summary>
    public sealed class NewUser
    {
        public string? Email { get; set; }

        public string? Password { get; set; }

        public string? Repeated { get; set; }
    }
}
