using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Replay.Logs;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Endpoints;

/// <summary><c>GET /calls/{Id}/log</c>: the events of one of the own calls as a file. What belongs to another account is not there.</summary>
internal static class CallLogEndpoint
{
    public const string Route = "/calls/{id}/log";

    public static RouteHandlerBuilder MapCallLog(this IEndpointRouteBuilder routes) => routes.MapGet(Route, DownloadAsync).RequireAuthorization();

    private static async Task<IResult> DownloadAsync(string id, HttpContext context, CallLogRepository logs, CancellationToken cancellationToken)
    {
        if (SignedInUser.From(context.User) is not { } user
            || !CallId.TryParse(id, out var call)
            || await logs.FindAsync(user.AccountId, call, cancellationToken) is not { } log)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "no-store";
        return TypedResults.File(CallLogFile.Write(log), "application/json", $"voiceagent-call-{call}.json");
    }
}
