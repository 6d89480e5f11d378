using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Web.Hosting.SignIn;

/// <summary>
/// <c>POST /account/sign-out</c>. Ends all sessions of the user, so that a copied cookie is worth nothing afterwards. With a missing or
/// outdated antiforgery token the visitor gets the page that asks again.
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
        Users users,
        SignInManager<UserIdentity> signIn)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return TypedResults.LocalRedirect(Path);
        }

        // Someone else may change the user at the same time (another sign-out, a counted wrong password): ask again with the fresh copy.
        var isChanged = false;
        for (var attempt = 0; attempt < 3 && !isChanged; attempt++)
        {
            var user = await users.GetUserAsync(context.User);
            isChanged = user is null || (await users.UpdateSecurityStampAsync(user)).Succeeded;
        }

        await signIn.SignOutAsync();
        return TypedResults.LocalRedirect("/account/sign-in?signedOut=true");
    }
}
