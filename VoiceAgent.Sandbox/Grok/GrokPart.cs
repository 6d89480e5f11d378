using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Grok;

/// <summary>xAI: the key check, the model lists and chat completions. A wrong key is answered with 400, not 401.</summary>
internal sealed class GrokPart(SandboxState state) : ISandboxPart
{
    private const long Created = 1_743_724_800;

    public string Slug => "grok";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/api-key", Exchange.KeyCheck(state, Slug, DescribeKeyAsync));
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, exchange => AnswerAsync(
            exchange, new { @object = "list", data = GrokModel.All.Select(model => new { id = model.Id, created = Created, @object = "model", owned_by = "xai" }) }, needsCredit: true)));
        routes.MapGet("/v1/language-models", Exchange.KeyCheck(state, Slug, exchange => AnswerAsync(
            exchange, new { models = GrokModel.All.Select(LanguageModel) }, needsCredit: true)));
        routes.MapPost("/v1/chat/completions", Exchange.Call(state, Slug, CompleteAsync));
    }

    private static async Task CompleteAsync(Exchange exchange)
    {
        var refusal = GrokRefusal.Of(exchange, needsCredit: true);
        if (refusal is null)
        {
            if (exchange.Http.Request.ContentType?.StartsWith("application/json", StringComparison.Ordinal) is not true)
            {
                exchange.Http.Response.StatusCode = StatusCodes.Status415UnsupportedMediaType;
                return;
            }

            if (await exchange.ReadBodyAsync() is not { } body)
            {
                return;
            }

            refusal = GrokChat.Read(body, out var chat);
            if (chat is not null)
            {
                await new GrokAnswer(exchange, chat).RunAsync();
                return;
            }
        }

        await refusal!.AnswerAsync(exchange);
    }

    private static Task DescribeKeyAsync(Exchange exchange)
    {
        var key = GrokRefusal.KeyOf(exchange, out var sent);
        return AnswerAsync(exchange, Description(key, sent), needsCredit: false);
    }

    private static Task AnswerAsync<T>(Exchange exchange, T answer, bool needsCredit) => GrokRefusal.Of(exchange, needsCredit) is { } refusal
        ? refusal.AnswerAsync(exchange)
        : exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(answer));

    private static object Description(SandboxKeyState key, string sent) => new
    {
        redacted_api_key = "xai-..." + (sent.Length > 4 ? sent[^4..] : ""),
        user_id = "59fbe5f2-040b-46d5-8325-868bb8f23eb2",
        name = "Sandbox key",
        create_time = "2026-01-01T12:00:00.000000Z",
        modify_time = "2026-01-01T12:00:00.000000Z",
        modified_by = "3d38b4dc-4eb7-4785-ae26-c3fa8997ffc7",
        team_id = GrokRefusal.Team,
        acls = key is SandboxKeyState.Limited ? new[] { "api-key:model:grok-4.3", "api-key:endpoint:images" } : ["api-key:model:*", "api-key:endpoint:*"],
        api_key_id = "ae1e1841-4326-4b36-a8a9-8a1a7237db11",
        team_blocked = key is SandboxKeyState.WithoutCredit,
        api_key_blocked = false,
        api_key_disabled = false,
    };

    private static object LanguageModel(GrokModel model) => new
    {
        id = model.Id,
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
        aliases = model.Aliases,
    };
}
