using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Endpoints;

/// <summary><c>GET /voices/previews/{id}</c>: a preview just made for the own account, as a WAV file. What belongs to another account is not there.</summary>
internal static class VoicePreviewEndpoint
{
    public const string Route = "/voices/previews/{id}";

    public static string AddressOf(string id) => $"/voices/previews/{id}";

    public static RouteHandlerBuilder MapVoicePreview(this IEndpointRouteBuilder routes) => routes.MapGet(Route, Download).RequireAuthorization();

    private static IResult Download(string id, HttpContext context, IVoicePreviews previews)
    {
        if (SignedInUser.From(context.User) is not { } user || previews.Find(user.AccountId, id) is not { } file)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";

        // Browsers ask for parts of what they play.
        return TypedResults.File(file.ToArray(), "audio/wav", enableRangeProcessing: true);
    }
}
