using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Compatible;

/// <summary>Servers that speak OpenAI's chat completions, each with its own manners: vLLM, Ollama, Groq and OpenRouter.</summary>
internal sealed class CompatiblePart(SandboxState state) : ISandboxPart
{
    public string Slug => "compatible";

    public void Map(IEndpointRouteBuilder routes)
    {
        foreach (var flavour in CompatibleFlavour.All)
        {
            routes.MapGet(flavour.Path + "/models", Exchange.KeyCheck(state, Slug, exchange => ListAsync(exchange, flavour)));
            routes.MapPost(flavour.Path + "/chat/completions", Exchange.Call(state, Slug, exchange => CompleteAsync(exchange, flavour)));
        }
    }

    private static Task ListAsync(Exchange exchange, CompatibleFlavour flavour) => CompatibleRefusal.OfKey(exchange, flavour, isList: true) is { } refusal
        ? refusal.AnswerAsync(exchange, flavour)
        : exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            @object = "list",
            data = flavour.Models.Select(model => new { id = model, @object = "model", created = 1_743_724_800, owned_by = flavour.Name }),
        }));

    private static async Task CompleteAsync(Exchange exchange, CompatibleFlavour flavour)
    {
        var refusal = CompatibleRefusal.OfKey(exchange, flavour, isList: false);
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

            refusal = CompatibleChat.Read(body, flavour, out var chat);
            if (chat is not null)
            {
                await new CompatibleAnswer(exchange, flavour, chat).RunAsync();
                return;
            }
        }

        await refusal!.AnswerAsync(exchange, flavour);
    }
}
