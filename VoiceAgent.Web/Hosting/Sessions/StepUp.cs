using System.Security.Claims;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting.Sessions;

/// <summary>The page that asks again, and where it leads back to.</summary>
public static class StepUpAddress
{
    public const string Page = "/account/confirm";

    /// <param name="returnTo">A path of this site, with query and fragment.</param>
    public static string From(string returnTo) => $"{Page}?returnUrl={Uri.EscapeDataString(returnTo)}";
}

/// <summary>Looks at the session on the server, so that a confirmation in one window counts at once in all circuits of the session.</summary>
internal sealed class StepUp(AuthenticationStateProvider authentication, UserSessions sessions) : IStepUp
{
    public async Task<bool> IsConfirmedAsync(CancellationToken cancellationToken) =>
        await IsConfirmedAsync(sessions, (await authentication.GetAuthenticationStateAsync()).User, cancellationToken);

    public async Task EnsureConfirmedAsync(CancellationToken cancellationToken)
    {
        if (!await IsConfirmedAsync(cancellationToken))
        {
            throw new StepUpRequiredException();
        }
    }

    internal static async Task<bool> IsConfirmedAsync(UserSessions sessions, ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        SignedInUser.From(principal) is { SessionId: { } id } user
        && await sessions.FindAsync(user.UserId, id, cancellationToken) is { } session
        && sessions.IsConfirmed(session);
}

/// <summary>Endpoints that change keys or security settings require this policy.</summary>
internal sealed class StepUpRequirement : IAuthorizationRequirement
{
    public const string Policy = "confirmed-lately";
}

internal sealed class StepUpHandler(UserSessions sessions) : AuthorizationHandler<StepUpRequirement>
{
    protected override async Task HandleRequirementAsync(AuthorizationHandlerContext context, StepUpRequirement requirement)
    {
        if (await StepUp.IsConfirmedAsync(sessions, context.User, CancellationToken.None))
        {
            context.Succeed(requirement);
        }
    }
}
