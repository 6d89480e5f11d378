using Microsoft.AspNetCore.Mvc;
using VoiceAgent.Core.Accounts.Tokens;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Api;

/// <summary><c>/api/v1/keys</c>: what the keys' page does, by the very same services.</summary>
internal static class KeysApi
{
    public static void MapKeys(this IEndpointRouteBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Keys");
        keys.MapGet(string.Empty, ListAsync).Requires(AccessTokenScopes.KeysRead)
            .Produces<KeyList>().WithName("listKeys").WithSummary("Lists the stored keys: metadata, never a key.");
        keys.MapGet("/readiness", ReadinessAsync).Requires(AccessTokenScopes.KeysRead)
            .Produces<Readiness>().Problems(404).WithName("getReadiness").WithSummary("Tells whether calls can start, and what is missing.");
        keys.MapGet("/{provider}", GetAsync).Requires(AccessTokenScopes.KeysRead)
            .Produces<KeyResource>().Problems(404).WithName("getKey").WithSummary("Tells about one stored key.");
        keys.MapPut("/{provider}", PutAsync).Requires(AccessTokenScopes.KeysWrite)
            .Accepts<PutKey>("application/json").WithMetadata(new RequestSizeLimitAttribute(JsonBody.MaxSize))
            .Produces<SavedKey>().Produces<SavedKey>(201).Problems(400, 404, 413, 415, 422, 503)
            .WithName("putKey").WithSummary("Stores or replaces the key of a provider. The key is not tested and never shown again.");
        keys.MapPost("/{provider}/test", TestAsync).Requires(AccessTokenScopes.KeysTest)
            .Produces<KeyTestOutcome>().Problems(404, 503).WithName("testKey").WithSummary("Tests the stored key with a real request to the provider.");
        keys.MapDelete("/{provider}", DeleteAsync).Requires(AccessTokenScopes.KeysWrite)
            .Produces(204).Problems(404, 409).WithName("deleteKey")
            .WithSummary("Deletes the key for good. When calls depend on it, only with confirm=true; the refusal names the agents that would stop.");
    }

    private static async Task<IResult> ListAsync(HttpContext context, IProviderKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok(new KeyList([.. (await keys.ListAsync(ApiCaller.Of(context).Account, cancellationToken)).Select(KeyResource.Of)]));

    private static async Task<IResult> GetAsync(string provider, HttpContext context, IProviderKeys keys, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(provider) is not { } known)
        {
            return ApiProblems.Result(ApiProblems.UnknownProvider);
        }

        return await FindAsync(context, keys, known.Name, cancellationToken) is { } key ? TypedResults.Ok(key) : ApiProblems.Result(ApiProblems.KeyNotFound);
    }

    private static async Task<IResult> ReadinessAsync(
        HttpContext context, ICallReadinessService readiness, AgentRepository agents, string? agent, CancellationToken cancellationToken)
    {
        var account = ApiCaller.Of(context).Account;
        var chosen = AgentId.TryParse(agent, out var id) ? await agents.FindAsync(account, id, cancellationToken) : null;
        return agent is not null && chosen is null
            ? ApiProblems.Result(ApiProblems.AgentNotFound)
            : TypedResults.Ok(Readiness.Of(await readiness.EvaluateAsync(account, chosen, cancellationToken)));
    }

    private static async Task<IResult> PutAsync(string provider, HttpContext context, IProviderKeys keys, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(provider) is not { } known)
        {
            return ApiProblems.Result(ApiProblems.UnknownProvider);
        }

        var (body, problem) = await JsonBody.ReadAsync<PutKey>(context.Request, cancellationToken);
        if (body is null)
        {
            return ApiProblems.Result(problem);
        }

        var caller = ApiCaller.Of(context);
        var isNew = await FindAsync(context, keys, known.Name, cancellationToken) is null;
        var input = new KeyInput { Key = body.Key, WebhookPublicKey = body.WebhookPublicKey, Region = body.Region };
        var outcome = await keys.SaveAsync(caller.Account, caller.Actor(context), known.Name, input, cancellationToken);
        if (!outcome.Saved)
        {
            return ApiProblems.Result(ApiProblems.InvalidInput(Errors(outcome)));
        }

        var stored = await FindAsync(context, keys, known.Name, cancellationToken);
        return stored is null
            ? ApiProblems.Result(ApiProblems.KeyNotFound)
            : TypedResults.Json(new SavedKey { Key = stored, Warning = outcome.Warning }, statusCode: isNew ? 201 : 200);
    }

    private static async Task<IResult> TestAsync(string provider, HttpContext context, IProviderKeys keys, CancellationToken cancellationToken)
    {
        if (ProviderCatalog.FindBySlug(provider) is not { } known)
        {
            return ApiProblems.Result(ApiProblems.UnknownProvider);
        }

        var caller = ApiCaller.Of(context);
        var result = await keys.TestAsync(caller.Account, caller.Actor(context), known.Name, cancellationToken);
        if (result is { RetryAfter: { } wait })
        {
            context.Response.Headers.RetryAfter = $"{(long)Math.Ceiling(wait.TotalSeconds)}";
            return ApiProblems.Result(ApiProblems.TooManyTests(result.Detail));
        }

        return result is not null && await FindAsync(context, keys, known.Name, cancellationToken) is { } key
            ? TypedResults.Ok(new KeyTestOutcome { Verdict = KeyResource.Word(result.Verdict), Detail = result.Detail, Key = key })
            : ApiProblems.Result(ApiProblems.KeyNotFound);
    }

    private static async Task<IResult> DeleteAsync(
        string provider, HttpContext context, IKeyRemoval removal, CancellationToken cancellationToken, bool confirm = false)
    {
        if (ProviderCatalog.FindBySlug(provider) is not { } known)
        {
            return ApiProblems.Result(ApiProblems.UnknownProvider);
        }

        var caller = ApiCaller.Of(context);
        var outcome = await removal.DeleteAsync(caller.Account, caller.Actor(context), known.Name, confirm, cancellationToken);
        return outcome switch
        {
            { Deleted: true } => TypedResults.NoContent(),
            { Impact: { } impact } => ApiProblems.Result(ApiProblems.ConfirmationNeeded(impact)),
            _ => ApiProblems.Result(ApiProblems.KeyNotFound),
        };
    }

    private static async Task<KeyResource?> FindAsync(HttpContext context, IProviderKeys keys, ProviderName provider, CancellationToken cancellationToken)
    {
        var stored = await keys.ListAsync(ApiCaller.Of(context).Account, cancellationToken);
        return stored.FirstOrDefault(key => key.Provider == provider) is { } found ? KeyResource.Of(found) : null;
    }

    private static Dictionary<string, string> Errors(SaveKeyOutcome outcome)
    {
        var errors = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, problem) in (ReadOnlySpan<(string, string?)>)
            [("key", outcome.KeyProblem), ("webhookPublicKey", outcome.WebhookPublicKeyProblem), ("region", outcome.RegionProblem)])
        {
            if (problem is not null)
            {
                errors[name] = problem;
            }
        }

        return errors;
    }
}
