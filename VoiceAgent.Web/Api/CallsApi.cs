using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Calls;

namespace VoiceAgent.Web.Api;

/// <summary><c>/api/v1/calls</c>: what the pages of the call history show, and calls that agents make.</summary>
internal static class CallsApi
{
    private const int UsualPage = 50;
    private const int LargestPage = 200;

    public static void MapCalls(this IEndpointRouteBuilder api)
    {
        var calls = api.MapGroup("/calls").WithTags("Calls");
        calls.MapGet(string.Empty, ListAsync).Requires(AccessTokenScopes.CallsRead)
            .Produces<CallList>().Problems(400).WithName("listCalls").WithSummary("Lists the calls, the newest first, without what was said.");
        calls.MapGet("/{id}", GetAsync).Requires(AccessTokenScopes.CallsRead)
            .Produces<CallDetail>().Problems(404).WithName("getCall").WithSummary("Tells about one call: transcript, latencies and providers that failed.");
        calls.MapPost(string.Empty, PlaceCallEndpoint.PlaceAsync).Requires(AccessTokenScopes.CallsWrite)
            .Accepts<PlaceCall>("application/json").WithMetadata(new RequestSizeLimitAttribute(JsonBody.MaxSize))
            .Produces<CallResource>(201).Produces<CallResource>().Problems(400, 404, 409, 413, 415, 422, 502, 503)
            .WithName("placeCall").WithSummary("Has an agent call a number. Answers while it rings; the header Idempotency-Key makes asking twice safe.");
        calls.MapPost("/{id}/hangup", HangUpAsync).Requires(AccessTokenScopes.CallsWrite)
            .Produces(202).Problems(404, 409).WithName("hangUpCall").WithSummary("Ends a call that rings or is in progress.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, CallRepository calls, CancellationToken cancellationToken, int skip = 0, int take = UsualPage)
    {
        if (skip < 0 || take is < 1 or > LargestPage)
        {
            return ApiProblems.Result(ApiProblems.Of(StatusCodes.Status400BadRequest) with
            {
                Detail = string.Create(CultureInfo.InvariantCulture, $"skip must not be negative, and take must be 1 to {LargestPage}."),
            });
        }

        var account = ApiCaller.Of(context).Account;
        return TypedResults.Ok(new CallList(
            [.. (await calls.ListAsync(account, skip, take, cancellationToken)).Select(CallResource.Of)], await calls.CountAsync(account, cancellationToken)));
    }

    private static async Task<IResult> GetAsync(string id, HttpContext context, CallRepository calls, CancellationToken cancellationToken) =>
        CallId.TryParse(id, out var call) && await calls.FindAsync(ApiCaller.Of(context).Account, call, cancellationToken) is { } found
            ? TypedResults.Ok(CallDetail.Of(found))
            : ApiProblems.Result(ApiProblems.CallNotFound);

    private static async Task<IResult> HangUpAsync(string id, HttpContext context, CallRepository calls, CallRegistry live, CancellationToken cancellationToken)
    {
        var account = ApiCaller.Of(context).Account;
        if (!CallId.TryParse(id, out var call) || await calls.FindAsync(account, call, cancellationToken) is null)
        {
            return ApiProblems.Result(ApiProblems.CallNotFound);
        }

        return live.HangUp(account, call)
            ? TypedResults.StatusCode(StatusCodes.Status202Accepted)
            : ApiProblems.Result(ApiProblems.Create(409, "call-not-live", "The call is not in progress", "It has ended, or has not come so far that it could be ended."));
    }
}
