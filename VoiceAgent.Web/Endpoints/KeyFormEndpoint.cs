using Microsoft.AspNetCore.Antiforgery;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Settings;
using VoiceAgent.Web.Hosting;

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

    private static async Task<IResult> SaveAsync(string slug, HttpContext context, IAntiforgery antiforgery, IProviderKeys keys, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(slug) is not { } provider || SignedInUser.From(context.User) is not { } user)
        {
            return TypedResults.NotFound();
        }

        var isScript = context.Request.Headers.Accept.ToString().Contains("application/json", StringComparison.Ordinal);
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            var outdated = new SaveKeyOutcome(false, SettingsText.FormOutdated);
            return isScript ? TypedResults.Json(outdated, statusCode: StatusCodes.Status400BadRequest) : Back(provider);
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

        return isScript ? TypedResults.Json(outcome) : Back(provider);
    }

    private static Microsoft.AspNetCore.Http.HttpResults.RedirectHttpResult Back(ProviderInfo provider) =>
        TypedResults.LocalRedirect($"/settings#provider-{provider.Slug}");
}
