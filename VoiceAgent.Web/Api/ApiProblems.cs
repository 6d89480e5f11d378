using System.Text.Json;
using VoiceAgent.Core.Keys.Readiness;

namespace VoiceAgent.Web.Api;

/// <summary>Every problem the API answers with. Codes are promises to callers: they are never renamed.</summary>
internal static class ApiProblems
{
    public const string ContentType = "application/problem+json";

    public static ApiProblem MalformedBody { get; } =
        Create(400, "malformed-body", "The body cannot be read", "Send one JSON object with the members that the documentation names and no others.");

    public static ApiProblem UnknownProvider { get; } = Create(404, "unknown-provider", "No such provider", "The providers' names are in the documentation.");

    public static ApiProblem KeyNotFound { get; } = Create(404, "key-not-found", "No key is stored", "Store a key of this provider first.");

    public static ApiProblem AgentNotFound { get; } = Create(404, "agent-not-found", "No such agent", null);

    public static ApiProblem CallNotFound { get; } = Create(404, "call-not-found", "No such call", null);

    public static ApiProblem VaultLocked { get; } =
        Create(503, "vault-locked", "The key vault is locked", "Whoever runs the server has to open it. Listing and deleting keys still work.");

    public static ApiProblem Unauthorized(bool wasShown) => wasShown
        ? Create(401, "invalid-token", "The access token is not valid", "It is unknown, revoked or expired. Make a new one under Account, API tokens.")
        : Create(401, "missing-token", "An access token is needed", "Send the header Authorization: Bearer va_pat_…; make a token under Account, API tokens.");

    public static ApiProblem Forbidden(string scope) =>
        Create(403, "insufficient-scope", "The access token may not do this", $"This needs a token with the scope {scope}.");

    public static ApiProblem InvalidInput(IReadOnlyDictionary<string, string> errors) =>
        Create(422, "invalid-input", "The key was not stored", "See errors for what is wrong.") with { Errors = errors };

    public static ApiProblem TooManyTests(string detail) => Create(429, "key-test-limit", "Keys are tested too often", detail);

    public static ApiProblem TooManyRequests { get; } = Create(429, "rate-limited", "Too many requests", "Wait as long as the header Retry-After says.");

    public static ApiProblem ConfirmationNeeded(DeletionImpact impact)
    {
        var agents = impact.StoppedAgents.Select(agent => new AgentReference(agent.Id.ToString(), agent.Name)).ToList();
        var who = agents.Count == 0 ? "New calls would not start." : $"These agents would stop answering: {string.Join(", ", agents.Select(agent => agent.Name))}.";
        return Create(409, "confirmation-needed", "Calls depend on this key", $"{who} Repeat the request with ?confirm=true to delete it all the same.") with { Agents = agents };
    }

    /// <summary>For answers that have nothing but a status.</summary>
    public static ApiProblem Of(int status) => status switch
    {
        404 => Create(404, "not-found", "There is nothing at this address", "The documentation is at /api/v1/openapi.json."),
        405 => Create(405, "method-not-allowed", "This address does not take that method", "The header Allow names those it takes."),
        413 => Create(413, "body-too-large", "The body is too large", "Send the key alone."),
        415 => Create(415, "unsupported-media-type", "The body is not JSON", "Send it with Content-Type: application/json."),
        429 => TooManyRequests,
        500 => Create(500, "internal-error", "Something went wrong", "The server could not finish this request. Try again."),
        _ when status is >= 400 and < 500 => Create(status, "bad-request", "The request cannot be read", null),
        _ => Create(status, "unavailable", "The server cannot answer now", "Try again."),
    };

    public static IResult Result(ApiProblem problem) => TypedResults.Json(problem, JsonSerializerOptions.Web, ContentType, problem.Status);

    public static Task WriteAsync(HttpContext context, ApiProblem problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, JsonSerializerOptions.Web, ContentType, context.RequestAborted);
    }

    internal static ApiProblem Create(int status, string code, string title, string? detail) =>
        new() { Type = $"urn:voiceagent:problem:{code}", Title = title, Status = status, Code = code, Detail = detail };
}
