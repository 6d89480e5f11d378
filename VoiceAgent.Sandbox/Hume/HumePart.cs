using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.Hume;

/// <summary>
/// Hume: the list of voices, which is the key check, and speech as a stream of JSON. Keys have no rights of their own, and credit is
/// looked at by speech only. A wrong key is refused by the gateway, in its own form.
/// </summary>
internal sealed class HumePart(SandboxState state) : ISandboxPart
{
    public string Slug => "hume";

    public void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v0/tts/voices", Exchange.KeyCheck(state, Slug, ListVoicesAsync));
        routes.MapPost("/v0/tts/stream/json", Exchange.Call(state, Slug, SpeakAsync));
    }

    private static async Task SpeakAsync(Exchange exchange)
    {
        var refusal = HumeRefusal.Of(exchange, needsCredit: true);
        if (refusal is null)
        {
            if (await exchange.ReadBodyAsync() is not { } body)
            {
                return;
            }

            refusal = HumeSpeechRequest.Read(body, out var request);
            if (request is not null)
            {
                await new HumeSynthesis(exchange, request).RunAsync();
                return;
            }
        }

        await refusal!.AnswerAsync(exchange);
    }

    private static Task ListVoicesAsync(Exchange exchange)
    {
        if (HumeRefusal.Of(exchange, needsCredit: false) is { } refusal)
        {
            return refusal.AnswerAsync(exchange);
        }

        var query = exchange.Http.Request.Query;
        var provider = query["provider"].ToString();
        if (provider is not ("HUME_AI" or "CUSTOM_VOICE"))
        {
            return RefuseAsync(exchange, "provider", "Input should be 'HUME_AI' or 'CUSTOM_VOICE'");
        }

        if (!IsBetween(query["page_size"], 10, 1, 100, out var size) || !IsBetween(query["page_number"], 0, 0, int.MaxValue, out var page))
        {
            return RefuseAsync(exchange, "page_size", "Input should be between 1 and 100");
        }

        var voices = provider is "HUME_AI" ? HumeVoices.Library : [];
        return exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            page_number = page,
            page_size = size,
            total_pages = (voices.Count + size - 1) / size,
            voices_page = voices.Skip((int)Math.Min(int.MaxValue, (long)page * size)).Take(size)
                .Select(voice => new { id = voice.Id, name = voice.Name, provider, compatible_octave_models = new[] { "1", "2" } }),
        }));
    }

    private static Task RefuseAsync(Exchange exchange, string parameter, string message) => exchange.AnswerAsync(
        StatusCodes.Status422UnprocessableEntity,
        SandboxJson.Write(new { detail = new[] { new { loc = new[] { "query", parameter }, msg = message, type = "value_error" } } }));

    private static bool IsBetween(string? text, int otherwise, int least, int most, out int number)
    {
        number = otherwise;
        return string.IsNullOrEmpty(text)
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most);
    }
}
