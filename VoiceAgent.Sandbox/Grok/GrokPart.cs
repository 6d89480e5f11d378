using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Grok;

/// <summary>xAI: the key check and the model lists. A wrong key is answered with 400, not 401.</summary>
internal sealed class GrokPart(SandboxState state) : ISandboxPart
{
    private const string Exhausted = "Some resource has been exhausted";
    private const string Team = "00000000-0000-0000-0000-000000000000";
    private const long Created = 1_743_724_800;

    private static readonly string[] Models = ["grok-4.7", "grok-4.6", "grok-4.5", "grok-4.3", "grok-4.20-0309-non-reasoning", "grok-4.20-0309-reasoning"];

    public string Slug => "grok";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/api-key", Exchange.KeyCheck(state, Slug, DescribeKeyAsync));
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, exchange => AnswerAsync(
            exchange, new { @object = "list", data = Models.Select(id => new { id, created = Created, @object = "model", owned_by = "xai" }) }, needsCredit: true)));
        routes.MapGet("/v1/language-models", Exchange.KeyCheck(state, Slug, exchange => AnswerAsync(
            exchange, new { models = Models.Select(LanguageModel) }, needsCredit: true)));
    }

    private static Task DescribeKeyAsync(Exchange exchange)
    {
        var key = KeyOf(exchange, out var sent);
        return AnswerAsync(exchange, Description(key, sent), needsCredit: false);
    }

    private static Task AnswerAsync<T>(Exchange exchange, T answer, bool needsCredit) => Refuse(exchange, needsCredit) is var (status, code, error)
        ? exchange.AnswerAsync(status, SandboxJson.Write(new { code, error }))
        : exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(answer));

    private static object Description(SandboxKeyState key, string sent) => new
    {
        redacted_api_key = "xai-..." + (sent.Length > 4 ? sent[^4..] : ""),
        user_id = "59fbe5f2-040b-46d5-8325-868bb8f23eb2",
        name = "Sandbox key",
        create_time = "2026-01-01T12:00:00.000000Z",
        modify_time = "2026-01-01T12:00:00.000000Z",
        modified_by = "3d38b4dc-4eb7-4785-ae26-c3fa8997ffc7",
        team_id = Team,
        acls = key is SandboxKeyState.Limited ? new[] { "api-key:model:grok-4.3", "api-key:endpoint:images" } : ["api-key:model:*", "api-key:endpoint:*"],
        api_key_id = "ae1e1841-4326-4b36-a8a9-8a1a7237db11",
        team_blocked = key is SandboxKeyState.WithoutCredit,
        api_key_blocked = false,
        api_key_disabled = false,
    };

    private static object LanguageModel(string id) => new
    {
        id,
        fingerprint = "fp_156d35dcaa",
        created = Created,
        @object = "model",
        owned_by = "xai",
        version = "1.0.0",
        input_modalities = new[] { "text", "image" },
        output_modalities = new[] { "text" },
        prompt_text_token_price = 12_500,
        cached_prompt_text_token_price = 2_000,
        prompt_image_token_price = 0,
        completion_text_token_price = 25_000,
        search_price = 0,
        aliases = new[] { id + "-latest" },
    };

    private static (int Status, string Code, string Error)? Refuse(Exchange exchange, bool needsCredit) => (exchange.Faults.Refusal, KeyOf(exchange, out var sent)) switch
    {
        ({ Kind: FaultKind.Quota }, _) => (429, Exhausted, $"Your team {Team} has either used all available credits or reached its monthly spending limit."),
        ({ Value: 429 }, _) or (null, SandboxKeyState.RateLimited) => (429, Exhausted, $"Too many requests for team {Team} and model grok-4.3."),
        ({ Value: >= 500 and var status }, _) => (status, "The service is currently unavailable", "The service is currently unavailable"),
        ({ Value: 401 }, _) or (null, SandboxKeyState.Missing) => (401, "unauthenticated:no-credentials", "No credentials provided"),
        ({ } fault, _) => (fault.Value, "invalid-argument", "The request was refused."),
        (_, SandboxKeyState.Invalid) => (400, "invalid-argument", $"Incorrect API key provided: {Mask(sent)}. You can obtain an API key from https://console.x.ai."),
        (_, SandboxKeyState.WithoutCredit) when needsCredit => (
            403, "personal-team-blocked:spending-limit", $"Your team {Team} has either used all available credits or reached its monthly spending limit."),
        _ => null,
    };

    private static SandboxKeyState KeyOf(Exchange exchange, out string sent)
    {
        const string Scheme = "Bearer ";
        var header = exchange.Http.Request.Headers.Authorization.ToString();
        sent = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return SandboxKeys.Check("grok", sent);
    }

    private static string Mask(string key) => key.Length < 8 ? "***" : string.Concat(key.AsSpan(0, 2), "***", key.AsSpan(key.Length - 2));
}
