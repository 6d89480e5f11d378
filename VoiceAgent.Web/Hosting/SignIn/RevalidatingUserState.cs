using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>Signs a circuit out within a minute after its user has signed out elsewhere, changed the password or is gone.</summary>
internal sealed class RevalidatingUserState(ILoggerFactory loggers, IServiceScopeFactory scopes, IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval => SignInServices.RevalidationInterval;

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        IsCurrentAsync(authenticationState.User);

    internal async Task<bool> IsCurrentAsync(ClaimsPrincipal principal)
    {
        // A circuit's own scope lives as long as the circuit; the store is asked afresh.
        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<Users>().GetUserAsync(principal);
        return user is not null && principal.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) == user.User.SecurityStamp;
    }
}
