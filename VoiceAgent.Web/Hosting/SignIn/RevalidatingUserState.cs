using System.Security.Claims;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// Signs a circuit out when its session has ended: at once when it was ended on this node, within a minute when it was ended on another
/// one, has expired, or the user has changed the password or is gone.
/// </summary>
internal sealed class RevalidatingUserState(
    ILoggerFactory loggers,
    IServiceScopeFactory scopes,
    UserSessions sessions,
    IOptions<IdentityOptions> options)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    /// <summary>Whether the circuit has been used since it was last asked.</summary>
    public Func<bool> IsUsed { get; set; } = static () => false;

    protected override TimeSpan RevalidationInterval => SignInServices.RevalidationInterval;

    /// <summary>Whether the circuit was its user's until the session was ended.</summary>
    public bool IsSignedOut { get; private set; }

    /// <summary>Makes the circuit nobody's: its page gives way to the sign-in page. May be called from any thread.</summary>
    public void SignOut()
    {
        IsSignedOut = true;
        SetAuthenticationState(Task.FromResult(new AuthenticationState(new ClaimsPrincipal(new ClaimsIdentity()))));
    }

    protected override Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(authenticationState);
        return IsCurrentAsync(authenticationState.User, cancellationToken);
    }

    internal async Task<bool> IsCurrentAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SignedInUser.From(principal) is not { SessionId: { } id } signedIn
            || await sessions.FindAsync(signedIn.UserId, id, cancellationToken) is not { } session)
        {
            return false;
        }

        if (IsUsed())
        {
            await sessions.SeenAsync(session, cancellationToken);
        }

        // A circuit's own scope lives as long as the circuit; the store is asked afresh.
        await using var scope = scopes.CreateAsyncScope();
        var user = await scope.ServiceProvider.GetRequiredService<Users>().GetUserAsync(principal);
        return user is not null && principal.FindFirstValue(options.Value.ClaimsIdentity.SecurityStampClaimType) == user.User.SecurityStamp;
    }
}
