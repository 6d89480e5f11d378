using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>OpenAI: the model list, which is the key check, chat completions and responses.</summary>
internal sealed class OpenAIPart(SandboxState state) : ISandboxPart
{
    public string Slug => "openai";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/models", Exchange.KeyCheck(state, Slug, ListModelsAsync));
        routes.MapGet("/v1/models/{id}", Exchange.KeyCheck(state, Slug, GetModelAsync));
        routes.MapPost("/v1/chat/completions", Exchange.Call(state, Slug, exchange => AnswerAsync(exchange, Complete)));
        routes.MapPost("/v1/responses", Exchange.Call(state, Slug, exchange => AnswerAsync(exchange, Respond)));
    }

    private static Task ListModelsAsync(Exchange exchange)
    {
        AddHeaders(exchange);
        return RefuseList(exchange) is { } refusal
            ? refusal.AnswerAsync(exchange)
            : exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new { @object = "list", data = ChatModel.All.Select(ModelObject) }));
    }

    private static Task GetModelAsync(Exchange exchange)
    {
        AddHeaders(exchange);
        var id = exchange.Http.Request.RouteValues["id"] as string ?? "";
        var refusal = RefuseList(exchange);
        return (refusal, ChatModel.Find(id)) switch
        {
            ({ } refused, _) => refused.AnswerAsync(exchange),
            (null, { } model) => exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(ModelObject(model))),
            _ => OpenAIRefusal.UnknownModel(id).AnswerAsync(exchange),
        };
    }

    private static async Task AnswerAsync(Exchange exchange, Func<Exchange, string, (OpenAIRefusal? Refusal, Task? Answer)> read)
    {
        AddHeaders(exchange);
        var key = KeyOf(exchange.Http.Request, out var sent);
        var refusal = FaultRefusal(exchange) ?? key switch
        {
            SandboxKeyState.Missing => OpenAIRefusal.NoKey,
            SandboxKeyState.Invalid => OpenAIRefusal.WrongKey(sent),
            SandboxKeyState.WithoutCredit => OpenAIRefusal.NoCredit,
            SandboxKeyState.RateLimited => OpenAIRefusal.RateLimited,
            _ => null,
        };
        if (refusal is null)
        {
            if (await exchange.ReadBodyAsync() is not { } body)
            {
                return;
            }

            (refusal, var answer) = read(exchange, body);
            if (answer is not null)
            {
                await answer;
                return;
            }
        }

        await (refusal ?? OpenAIRefusal.ForStatus(500)).AnswerAsync(exchange);
    }

    private static (OpenAIRefusal? Refusal, Task? Answer) Complete(Exchange exchange, string body)
    {
        var refusal = ChatRequestReader.Read(body, out var request);
        return (refusal, request is null ? null : new ChatAnswer(exchange, request).RunAsync());
    }

    private static (OpenAIRefusal? Refusal, Task? Answer) Respond(Exchange exchange, string body)
    {
        var refusal = ResponsesReader.Read(body, out var request);
        return (refusal, request is null ? null : new ResponsesAnswer(exchange, request).RunAsync());
    }

    private static object ModelObject(ChatModel model) => new { id = model.Id, @object = "model", created = model.Created, owned_by = "system" };

    private static OpenAIRefusal? RefuseList(Exchange exchange) => FaultRefusal(exchange) ?? KeyOf(exchange.Http.Request, out var sent) switch
    {
        SandboxKeyState.Missing => OpenAIRefusal.NoKey,
        SandboxKeyState.Invalid => OpenAIRefusal.WrongKey(sent),
        SandboxKeyState.Limited => OpenAIRefusal.MissingScope,
        SandboxKeyState.RateLimited => OpenAIRefusal.RateLimited,
        _ => null,
    };

    private static SandboxKeyState KeyOf(HttpRequest request, out string sent)
    {
        const string Scheme = "Bearer ";
        var header = request.Headers.Authorization.ToString();
        sent = header.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? header[Scheme.Length..].Trim() : "";
        return SandboxKeys.Check("openai", sent);
    }

    private static OpenAIRefusal? FaultRefusal(Exchange exchange) => exchange.Faults.Refusal switch
    {
        null => null,
        { Kind: FaultKind.Quota } => OpenAIRefusal.NoCredit,
        { Value: var status } => OpenAIRefusal.ForStatus(status),
    };

    private static void AddHeaders(Exchange exchange)
    {
        var headers = exchange.Http.Response.Headers;
        headers["x-request-id"] = "req_" + Guid.NewGuid().ToString("N");
        headers["openai-version"] = "2020-10-01";
        headers["openai-organization"] = "org-sandbox";
        headers["openai-processing-ms"] = "12";
        headers["x-ratelimit-limit-requests"] = "500";
        headers["x-ratelimit-remaining-requests"] = "499";
        headers["x-ratelimit-reset-requests"] = "120ms";
        headers["x-ratelimit-limit-tokens"] = "200000";
        headers["x-ratelimit-remaining-tokens"] = "199000";
        headers["x-ratelimit-reset-tokens"] = "300ms";
    }
}
