using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Sandbox.Hume;

/// <summary>
/// Hume: the list of voices, which is the key check. Keys have no rights of their own, and credit is not looked at. A wrong key is
/// refused by the gateway, in its own form.
/// </summary>
internal sealed class HumePart(SandboxState state) : ISandboxPart
{
    private static readonly (Guid Id, string Name)[] Library =
    [
        (new("5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c"), "Ava Song"),
        (new("9e068547-5ba4-4c8e-8e03-69282a008f04"), "Male English Actor"),
        (new("176a55b1-4468-4736-8878-db82729667c1"), "Kora"),
        (new("c404b7c6-5ed7-4ab5-a58a-38829e9a70ec"), "Vince Douglas"),
    ];

    public string Slug => "hume";

    public void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v0/tts/voices", Exchange.KeyCheck(state, Slug, ListVoicesAsync));

    private static Task ListVoicesAsync(Exchange exchange)
    {
        switch (exchange.Faults.Refusal, SandboxKeys.Check("hume", exchange.Http.Request.Headers["X-Hume-Api-Key"]))
        {
            case ({ Kind: FaultKind.Quota }, _):
                return exchange.AnswerAsync(400, SandboxJson.Write(new { code = "E0300", error = "Out of credits", message = "Your account is out of credits." }));
            case ({ Value: 401 }, _) or (null, SandboxKeyState.Missing or SandboxKeyState.Invalid):
                return exchange.AnswerAsync(401, """{"fault":{"faultstring":"Invalid ApiKey","detail":{"errorcode":"oauth.v2.InvalidApiKey"}}}""");
            case ({ } fault, _):
                return exchange.AnswerAsync(fault.Value, SandboxJson.Write(new { message = "The request was refused." }));
            case (_, SandboxKeyState.RateLimited):
                exchange.Http.Response.Headers.RetryAfter = "5";
                return exchange.AnswerAsync(429, SandboxJson.Write(new { message = "Too many requests." }));
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

        var voices = provider is "HUME_AI" ? Library : [];
        return exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            page_number = page,
            page_size = size,
            total_pages = (voices.Length + size - 1) / size,
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
