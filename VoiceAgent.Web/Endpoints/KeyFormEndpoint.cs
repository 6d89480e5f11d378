using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authorization;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Settings;
using VoiceAgent.Web.Hosting;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Web.Endpoints;

/// <summary>
/// <c>POST /settings/keys/{slug}</c>: takes a key that was typed into the settings page. A form of its own, so that the key never enters a
/// circuit, whose messages a log could print. The answer says what the page shows at the fields and repeats nothing of the key.
/// </summary>
internal static class KeyFormEndpoint
{
    public const string Route = "/settings/keys/{slug}";

    public static string AddressOf(ProviderInfo provider) => $"/settings/keys/{provider.Slug}";

    public static RouteHandlerBuilder MapKeyForm(this IEndpointRouteBuilder routes) =>
        routes.MapPost(Route, SaveAsync).RequireAuthorization().DisableAntiforgery();

    private static async Task<IResult> SaveAsync(string slug, HttpContext context, IAuthorizationService authorization, IProviderKeys keys, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(slug) is not { } provider || SignedInUser.From(context.User) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var isScript = context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        if (!await context.RequestServices.GetRequiredService<IAntiforgery>().IsRequestValidAsync(context))
        {
            var outdated = new KeyFormAnswer(new SaveKeyOutcome(false, SettingsText.FormOutdated));
            return isScript ? TypedResults.Json(outdated, statusCode: StatusCodes.Status400BadRequest) : Back(provider);
        }

        if (!(await authorization.AuthorizeAsync(context.User, StepUpRequirement.Policy)).Succeeded)
        {
            var unproven = new KeyFormAnswer(new SaveKeyOutcome(false), NeedsConfirmation: true);
            return isScript ? TypedResults.Json(unproven) : TypedResults.LocalRedirect(StepUpAddress.From("/settings"));
        }

        var form = await context.Request.ReadFormAsync(cancellationToken);
        var input = new KeyInput
        {
            Key = form[nameof(KeyInput.Key)],
            WebhookPublicKey = form[nameof(KeyInput.WebhookPublicKey)],
            Region = form.TryGetValue(nameof(KeyInput.Region), out var region) ? region.ToString() : null,
        };
        SaveKeyOutcome outcome;
        try
        {
            outcome = await keys.SaveAsync(user.AccountId, VisitorOrigin.Of(context).Actor(user), provider.Name, input, cancellationToken);
        }
        catch (VaultLockedException)
        {
            outcome = new SaveKeyOutcome(false, SettingsText.VaultLockedAtSave);
        }

        return isScript ? TypedResults.Json(new KeyFormAnswer(outcome)) : Back(provider);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Back(ProviderInfo provider) =>
        TypedResults.LocalRedirect($"/settings#provider-{provider.Slug}");
}
