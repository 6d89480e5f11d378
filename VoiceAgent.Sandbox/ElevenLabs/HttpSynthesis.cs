using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.ElevenLabs;

/// <summary><c>POST /v1/text-to-speech/{voice}/stream</c>: raw audio as the body, piece by piece.</summary>
internal static class HttpSynthesis
{
    private static readonly TimeSpan ToFirstPiece = TimeSpan.FromMilliseconds(120);

    public static async Task RunAsync(Exchange exchange)
    {
        if (ElevenLabsPart.Refuse(exchange, ElevenLabsPart.KeyOf(exchange.Http.Request)) is { } refusal)
        {
            await refusal.AnswerAsync(exchange);
            return;
        }

        if (await exchange.ReadBodyAsync() is not { } body)
        {
            return;
        }

        using var document = SandboxJson.ReadObject(body);
        if (document?.RootElement.Text("text") is not { } text)
        {
            await exchange.AnswerAsync(StatusCodes.Status422UnprocessableEntity, SandboxJson.Write(new
            {
                detail = new[] { new { loc = new[] { "body", "text" }, msg = "field required", type = "value_error.missing" } },
            }));
            return;
        }

        OutputFormat? format = null;
        var bad = Check(exchange, text, document.RootElement.Text("model_id") ?? "eleven_multilingual_v2") ?? OutputFormat.Read(exchange.Http.Request.Query["output_format"].ToString(), out format);
        if (format is null)
        {
            await (bad ?? ElevenLabsRefusal.VoiceNotFound).AnswerAsync(exchange);
            return;
        }

        await StreamAsync(exchange, text, format);
    }

    private static async Task StreamAsync(Exchange exchange, string text, OutputFormat format)
    {
        var speech = await exchange.State.Voice.SpeakAsync(text, exchange.Ended);
        exchange.Http.Response.Headers["request-id"] = Guid.NewGuid().ToString("N")[..20];
        exchange.Http.Response.Headers["character-cost"] = text.Length.ToString();
        exchange.Http.Response.Headers["current-concurrent-requests"] = "1";
        exchange.Http.Response.Headers["maximum-concurrent-requests"] = "4";
        await exchange.State.ThinkAsync(ToFirstPiece, exchange.Ended);

        var answer = new AnswerStream(exchange, garbage: "\u0001\u0002\u0003", error: "");
        if (!await answer.OpenAsync(format.ContentType))
        {
            return;
        }

        foreach (var piece in AudioPieces.Of(speech, format))
        {
            if (!await answer.SendAsync(piece.Bytes))
            {
                return;
            }

            await exchange.State.ThinkAsync(piece.Duration / 4, exchange.Ended);
        }
    }

    private static ElevenLabsRefusal? Check(Exchange exchange, string text, string model) =>
        !ElevenLabsLists.HasVoice(exchange.Http.Request.RouteValues["voice"] as string ?? "")
            ? ElevenLabsRefusal.VoiceNotFound
            : ElevenLabsLists.MaxText(model) is not { } most
                ? ElevenLabsRefusal.Bad("model_not_found", $"The model {model} was not found.")
                : text.Length > most ? ElevenLabsRefusal.ForStatus(StatusCodes.Status400BadRequest) : null;
}
