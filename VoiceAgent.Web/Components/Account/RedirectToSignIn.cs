using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Web.Hosting.SignIn;

namespace VoiceAgent.Web.Components.Account;

/// <summary>
/// Stands where a page would be that the visitor may not see: leads to the sign-in page and back afterwards, or, for someone who is
/// signed in, to the page that says so.
/// </summary>
public sealed class RedirectToSignIn(NavigationManager navigation, AuthenticationStateProvider state) : ComponentBase
{
    [CascadingParameter] private Task<AuthenticationState>? Authentication { get; set; }

    // A page whose session was ended says so; one that signs out itself, which also gets here, ends up saying the same.
    private string SignedOut => state is RevalidatingUserState { IsSignedOut: true } ? "&signedOut=true" : string.Empty;

    protected override async Task OnInitializedAsync()
    {
        var isSignedIn = Authentication is not null && (await Authentication).User.Identity?.IsAuthenticated == true;
        var target = isSignedIn
            ? "/account/access-denied"
            : "/account/sign-in?returnUrl=" + Uri.EscapeDataString("/" + navigation.ToBaseRelativePath(navigation.Uri)) + SignedOut;
        navigation.NavigateTo(target, forceLoad: true);
    }
}
