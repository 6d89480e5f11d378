using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Answers one chat completion, as a stream of chunks or in one piece.</summary>
internal sealed class ChatAnswer(Exchange exchange, ChatRequest request)
{
    private const string Fingerprint = "fp_51b9c32e14";

    private static readonly TimeSpan ToFirstToken = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PerToken = TimeSpan.FromMilliseconds(20);
    private static readonly string ErrorEvent = SandboxJson.Write(new
    {
        error = new { message = "The server had an error while processing your request.", type = "server_error", param = (string?)null, code = (string?)null },
    });

    private readonly string _id = "chatcmpl-" + Guid.NewGuid().ToString("N");
    private readonly long _created = exchange.State.Time.GetUtcNow().ToUnixTimeSeconds();
    private readonly int _promptTokens = Math.Max(1, request.Messages.Sum(message => 4 + (message.Text.Length / 4)));

    public async Task RunAsync()
    {
        var tokens = request.Calls.Count is 0 ? Tokens(DemoBrain.Answer(request.Messages)) : [];
        var isCut = request.MaxTokens is { } most && most < tokens.Count;
        if (isCut)
        {
            tokens = [.. tokens.Take(request.MaxTokens ?? 0)];
        }

        var finish = request.Calls.Count > 0 ? "tool_calls" : isCut ? "length" : "stop";
        await (request.Stream ? StreamAsync(tokens, finish) : AnswerAsync(tokens, finish));
    }

    /// <summary>A text in pieces as a model makes them: each word with the blank before it, punctuation apart.</summary>
    internal static IReadOnlyList<string> Tokens(string text)
    {
        var tokens = new List<string>();
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i == text.Length || text[i] is ' ' or '.' or ',' or '?' or '!')
            {
                tokens.Add(text[start..i]);
                start = i;
            }
        }

        return tokens;
    }

    private async Task StreamAsync(IReadOnlyList<string> tokens, string finish)
    {
        var events = new AnswerStream(exchange, "data: {\"id\":\"chatcmpl-\n\n", $"data: {ErrorEvent}\n\n");
        await exchange.State.ThinkAsync(ToFirstToken, exchange.Ended);
        if (!await events.OpenAsync("text/event-stream; charset=utf-8"))
        {
            return;
        }

        foreach (var delta in Deltas(tokens))
        {
            if (!await events.SendEventAsync(Chunk(delta, null)))
            {
                return;
            }

            await exchange.State.ThinkAsync(PerToken, exchange.Ended);
        }

        _ = await events.SendEventAsync(Chunk(new { }, finish))
            && (!request.IncludeUsage || await events.SendEventAsync(UsageChunk(tokens.Count)))
            && await events.SendEventAsync("[DONE]");
    }

    private IEnumerable<object> Deltas(IReadOnlyList<string> tokens)
    {
        // A single call stands in the first chunk already; before several ones there is a chunk with the role alone.
        if (request.Calls.Count > 1)
        {
            yield return new { role = "assistant", content = (string?)null, refusal = (string?)null };
        }

        foreach (var (index, call) in request.Calls.Index())
        {
            var head = new[] { new { index, id = call.Id, type = "function", function = new { name = call.Name, arguments = "" } } };
            yield return request.Calls.Count > 1 ? new { tool_calls = head } : new { role = "assistant", content = (string?)null, tool_calls = head, refusal = (string?)null };
            foreach (var piece in call.Arguments.Chunk(6))
            {
                yield return new { tool_calls = new[] { new { index, function = new { arguments = new string(piece) } } } };
            }
        }

        if (request.Calls.Count > 0)
        {
            yield break;
        }

        yield return new { role = "assistant", content = "", refusal = (string?)null };
        foreach (var token in tokens)
        {
            yield return new { content = token };
        }
    }

    private string Chunk(object delta, string? finish) => Write([new { index = 0, delta, logprobs = (object?)null, finish_reason = finish }], usage: null);

    private string UsageChunk(int completionTokens) => Write([], Usage(completionTokens));

    private string Write(object[] choices, object? usage)
    {
        var chunk = new Dictionary<string, object?>
        {
            ["id"] = _id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _created,
            ["model"] = request.Model.Id,
            ["service_tier"] = request.ServiceTier,
            ["system_fingerprint"] = Fingerprint,
            ["choices"] = choices,
        };
        if (request.IncludeUsage)
        {
            chunk["usage"] = usage;
        }

        if (request.IncludeObfuscation)
        {
            chunk["obfuscation"] = Guid.NewGuid().ToString("N")[..Random.Shared.Next(1, 16)];
        }

        return SandboxJson.Write(chunk);
    }

    private object Usage(int completionTokens) => new
    {
        prompt_tokens = _promptTokens,
        completion_tokens = completionTokens,
        total_tokens = _promptTokens + completionTokens,
        prompt_tokens_details = new { cached_tokens = 0, audio_tokens = 0 },
        completion_tokens_details = new { reasoning_tokens = 0, audio_tokens = 0, accepted_prediction_tokens = 0, rejected_prediction_tokens = 0 },
    };

    private async Task AnswerAsync(IReadOnlyList<string> tokens, string finish)
    {
        await exchange.State.ThinkAsync(ToFirstToken + (PerToken * tokens.Count), exchange.Ended);
        object message = request.Calls.Count > 0
            ? new { role = "assistant", content = (string?)null, tool_calls = request.Calls.Select(call => new { id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments } }), refusal = (string?)null }
            : new { role = "assistant", content = string.Concat(tokens), refusal = (string?)null, annotations = Array.Empty<object>() };
        await exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            id = _id,
            @object = "chat.completion",
            created = _created,
            model = request.Model.Id,
            choices = new[] { new { index = 0, message, logprobs = (object?)null, finish_reason = finish } },
            usage = Usage(tokens.Count),
            service_tier = request.ServiceTier,
            system_fingerprint = Fingerprint,
        }));
    }
}
