using System.Text;
using Microsoft.AspNetCore.Http;

namespace VoiceAgent.Sandbox.Load;

/// <summary>
/// OpenAI's streamed chat completions for load: answers the turn that the last words of the prompt name, with no delay: the first token by
/// itself, then all the others.
/// </summary>
internal sealed class LoadModel(LoadTimes times, TimeProvider time)
{
    private const int MostBody = 4_000_000;

    public async Task HandleAsync(HttpContext http)
    {
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, http.RequestAborted);
        if (body.Length > MostBody)
        {
            http.Response.StatusCode = StatusCodes.Status413PayloadTooLarge;
            return;
        }

        var asked = time.GetTimestamp();
        var prompt = Encoding.UTF8.GetString(body.GetBuffer(), 0, (int)body.Length);
        var turn = CallWord.TryFindLast(prompt, out var call, out var number) ? times.Call(call).Turn(number) : null;
        if (turn is not null)
        {
            Volatile.Write(ref turn.ModelAsked, asked);
        }

        var response = http.Response;
        response.ContentType = "text/event-stream; charset=utf-8";
        var answer = turn is null
            ? "I am here and listening to you."
            : $"Answer {CallWord.Of(call, number)} follows now. It is about as long as most answers are.";
        var first = answer[..answer.IndexOf(' ', StringComparison.Ordinal)];
        await response.Body.WriteAsync(Event("""{"role":"assistant","content":""}"""), http.RequestAborted);
        if (turn is not null)
        {
            Volatile.Write(ref turn.TokenSent, time.GetTimestamp());
        }

        await response.Body.WriteAsync(Event($$"""{"content":"{{first}}"}"""), http.RequestAborted);
        await response.Body.FlushAsync(http.RequestAborted);
        foreach (var token in answer[first.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            await response.Body.WriteAsync(Event($$"""{"content":" {{token}}"}"""), http.RequestAborted);
        }

        await response.Body.WriteAsync(Event("{}", "\"stop\""), http.RequestAborted);
        await response.Body.WriteAsync("data: [DONE]\n\n"u8.ToArray(), http.RequestAborted);
    }

    private static byte[] Event(string delta, string finish = "null") => Encoding.UTF8.GetBytes(
        $$"""data: {"id":"chatcmpl-load","object":"chat.completion.chunk","created":1764000000,"model":"gpt-4.1-mini","choices":[{"index":0,"delta":{{delta}},"logprobs":null,"finish_reason":{{finish}}}]}""" + "\n\n");
}
