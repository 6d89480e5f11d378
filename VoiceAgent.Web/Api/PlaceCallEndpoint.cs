using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Outgoing;

namespace VoiceAgent.Web.Api;

/// <summary><c>POST /api/v1/calls</c>.</summary>
internal static class PlaceCallEndpoint
{
    public const string KeyHeader = "Idempotency-Key";
    private const string RepeatedHeader = "Idempotency-Replayed";

    public static async Task<IResult> PlaceAsync(HttpContext context, IOutgoingCalls outgoing, OutgoingOrders orders, CancellationToken cancellationToken)
    {
        var (body, problem) = await JsonBody.ReadAsync<PlaceCall>(context.Request, cancellationToken);
        if (body is null)
        {
            return ApiProblems.Result(problem);
        }

        if (!AgentId.TryParse(body.Agent, out var agent))
        {
            return ApiProblems.Result(ApiProblems.AgentNotFound);
        }

        var caller = ApiCaller.Of(context);
        var request = new OutgoingCallRequest { Agent = agent, To = body.To, From = body.From, Reference = body.Reference };
        if (!context.Request.Headers.TryGetValue(KeyHeader, out var keys))
        {
            return Answer(context, await outgoing.StartAsync(caller.Account, caller.Actor(context), CallId.New(), request));
        }

        return keys is [{ Length: > 0 and <= OutgoingOrders.MaxKeyLength } key] && key.All(character => character is >= '!' and <= '~')
            ? Answer(context, await orders.StartAsync(caller.Account, caller.Actor(context), key, request))
            : ApiProblems.Result(Problem(400, "bad-request", "The Idempotency-Key cannot be read", $"Send one of 1 to {OutgoingOrders.MaxKeyLength} visible ASCII characters, such as a UUID."));
    }

    private static IResult Answer(HttpContext context, OutgoingOrderResult order)
    {
        switch (order)
        {
            case { State: OutgoingOrderState.OtherRequest }:
                return ApiProblems.Result(Problem(
                    422, "idempotency-key-reused", "The Idempotency-Key belongs to another request", "Use a new key for a new call; a key may be repeated with the very same body only."));
            case { State: OutgoingOrderState.InProgress }:
                context.Response.Headers.RetryAfter = "2";
                return ApiProblems.Result(Problem(409, "request-in-progress", "The first request with this Idempotency-Key is still being carried out", "Repeat it in a moment."));
            case { State: OutgoingOrderState.Repeated, Result.Call: { } call }:
                context.Response.Headers[RepeatedHeader] = "true";
                return TypedResults.Ok(CallResource.Of(call));
            default:
                return Answer(context, order.Result!);
        }
    }

    private static IResult Answer(HttpContext context, OutgoingCallResult result)
    {
        if (result.RetryAfter is { } wait)
        {
            context.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(wait.TotalSeconds)}";
        }

        return result switch
        {
            { Refusal: { } refusal } => ApiProblems.Result(Refused(refusal, result)),
            { Call: { } call } => TypedResults.Created($"/api/v1/calls/{call.Id}", CallResource.Of(call)),
            _ => ApiProblems.Result(ApiProblems.Of(StatusCodes.Status500InternalServerError)),
        };
    }

    private static ApiProblem Refused(OutgoingRefusal refusal, OutgoingCallResult result) => refusal switch
    {
        OutgoingRefusal.NoSuchAgent => ApiProblems.AgentNotFound,
        OutgoingRefusal.NumberRefused => Invalid("to", result.Message),
        OutgoingRefusal.FromRefused => Invalid("from", result.Message),
        OutgoingRefusal.ReferenceRefused => Invalid("reference", result.Message),
        OutgoingRefusal.NotReady => Problem(409, "keys-missing", "The call cannot start", result.Message) with { Missing = [.. result.Missing.Select(MissingItem.Of)] },
        OutgoingRefusal.LimitReached => Problem(429, "call-limit", "Too many calls", result.Message),
        OutgoingRefusal.ServerBusy => Problem(503, "server-busy", "The server takes no further call", result.Message),
        _ => Problem(502, "carrier-refused", "The carrier did not take the call", result.Message),
    };

    private static ApiProblem Invalid(string member, string? message) =>
        Problem(422, "invalid-input", "The call was not made", "See errors for what is wrong.") with { Errors = new Dictionary<string, string>(StringComparer.Ordinal) { [member] = message ?? string.Empty } };

    private static ApiProblem Problem(int status, string code, string title, string? detail) => ApiProblems.Create(status, code, title, detail);
}
