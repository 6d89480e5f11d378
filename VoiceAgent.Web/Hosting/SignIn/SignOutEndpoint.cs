using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// <c>POST /account/sign-out</c>. Ends the session, so that a copied cookie is worth nothing afterwards; the user's other sessions go on.
/// With a missing or outdated antiforgery token the visitor gets the page that asks again.
/// </summary>
internal static class SignOutEndpoint
{
    public const string Path = "/account/sign-out";

    // Before the page of the same address, which also accepts posts.
    public static void MapSignOut(this IEndpointRouteBuilder endpoints) =>
        endpoints.MapPost(Path, SignOutAsync).WithOrder(-1).DisableAntiforgery();

    private static async Task<IResult> SignOutAsync(
        HttpContext context,
        IAntiforgery antiforgery,
        UserSessions sessions,
        SignInManager<UserIdentity> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.LocalRedirect(Path);
        }

        if (SignedInUser.From(context.User) is { SessionId: { } session } user)
        {
            await sessions.EndAsync(user.UserId, session, CancellationToken.None);
        }

        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/account/sign-in?signedOut=true");
    }
}
