using System.Text;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Exchanges;

namespace VoiceAgent.Sandbox.OpenAI;

/// <summary>Answers one request for a response as a stream of named events, without <c>[DONE]</c>, or in one piece.</summary>
internal sealed class ResponsesAnswer(Exchange exchange, ResponsesRequest request)
{
    private static readonly TimeSpan ToFirstToken = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PerToken = TimeSpan.FromMilliseconds(20);

    private readonly string _id = Id("resp");
    private readonly long _created = exchange.State.Time.GetUtcNow().ToUnixTimeSeconds();
    private readonly AnswerStream _events = new(
        exchange,
        "event: response.output_text.delta\ndata: {\"type\":\"response.outp\n\n",
        "event: error\ndata: {\"type\":\"error\",\"code\":\"server_error\",\"message\":\"The server had an error while processing your request.\",\"param\":null,\"sequence_number\":9}\n\n");

    private readonly List<object> _output = [];
    private int _sequence;

    public async Task RunAsync()
    {
        var tokens = request.Calls.Count > 0 ? [] : ChatAnswer.Tokens(DemoBrain.Answer(request.Messages));
        var isCut = request.MaxTokens < tokens.Count;
        tokens = isCut ? [.. tokens.Take(request.MaxTokens!.Value)] : tokens;
        await exchange.State.ThinkAsync(ToFirstToken, exchange.Ended);
        if (!request.Stream)
        {
            await exchange.State.ThinkAsync(PerToken * tokens.Count, exchange.Ended);
            await AnswerAsync(tokens, isCut);
            return;
        }

        var isWhole = await _events.OpenAsync("text/event-stream; charset=utf-8")
            && await SendAsync("response.created", new() { ["response"] = Response("in_progress", null, 0) })
            && await SendAsync("response.in_progress", new() { ["response"] = Response("in_progress", null, 0) })
            && (!request.Thinks || await SendThoughtAsync());
        foreach (var call in request.Calls)
        {
            isWhole = isWhole && await SendCallAsync(call);
        }

        isWhole = isWhole && (tokens.Count is 0 || await SendTextAsync(tokens));
        _ = isWhole && await SendAsync(isCut ? "response.incomplete" : "response.completed", new()
        {
            ["response"] = Response(isCut ? "incomplete" : "completed", isCut ? new { reason = "max_output_tokens" } : null, tokens.Count),
        });
    }

    private async Task<bool> SendThoughtAsync()
    {
        var item = Thought();
        return await SendAsync("response.output_item.added", new() { ["item"] = item, ["output_index"] = _output.Count })
            && await FinishAsync(item);
    }

    private async Task<bool> SendCallAsync(DemoCall call)
    {
        var id = Id("fc");
        var place = _output.Count;
        object Item(string status, string arguments) => new { id, type = "function_call", status, arguments, call_id = call.Id, name = call.Name };
        if (!await SendAsync("response.output_item.added", new() { ["item"] = Item("in_progress", ""), ["output_index"] = place }))
        {
            return false;
        }

        foreach (var piece in call.Arguments.Chunk(6))
        {
            if (!await SendAsync("response.function_call_arguments.delta", Padded(new() { ["delta"] = new string(piece), ["item_id"] = id, ["output_index"] = place })))
            {
                return false;
            }

            await exchange.State.ThinkAsync(PerToken, exchange.Ended);
        }

        return await SendAsync("response.function_call_arguments.done", new() { ["arguments"] = call.Arguments, ["item_id"] = id, ["output_index"] = place })
            && await FinishAsync(Item("completed", call.Arguments));
    }

    private async Task<bool> SendTextAsync(IReadOnlyList<string> tokens)
    {
        var id = Id("msg");
        var place = _output.Count;
        var text = string.Concat(tokens);
        Dictionary<string, object?> At() => new() { ["item_id"] = id, ["output_index"] = place, ["content_index"] = 0 };
        if (!await SendAsync("response.output_item.added", new() { ["item"] = Message(id, "in_progress", null), ["output_index"] = place })
            || !await SendAsync("response.content_part.added", new(At()) { ["part"] = Part("") }))
        {
            return false;
        }

        foreach (var token in tokens)
        {
            if (!await SendAsync("response.output_text.delta", Padded(new(At()) { ["delta"] = token, ["logprobs"] = Array.Empty<object>() })))
            {
                return false;
            }

            await exchange.State.ThinkAsync(PerToken, exchange.Ended);
        }

        return await SendAsync("response.output_text.done", new(At()) { ["text"] = text, ["logprobs"] = Array.Empty<object>() })
            && await SendAsync("response.content_part.done", new(At()) { ["part"] = Part(text) })
            && await FinishAsync(Message(id, "completed", text));
    }

    private Task<bool> FinishAsync(object item)
    {
        _output.Add(item);
        return SendAsync("response.output_item.done", new() { ["item"] = item, ["output_index"] = _output.Count - 1 });
    }

    private Task<bool> SendAsync(string type, Dictionary<string, object?> data)
    {
        data["type"] = type;
        data["sequence_number"] = _sequence++;
        return _events.SendAsync(Encoding.UTF8.GetBytes($"event: {type}\ndata: {SandboxJson.Write(data)}\n\n"));
    }

    private Dictionary<string, object?> Padded(Dictionary<string, object?> data)
    {
        if (request.IsPadded)
        {
            data["obfuscation"] = Guid.NewGuid().ToString("N")[..Random.Shared.Next(1, 16)];
        }

        return data;
    }

    private Task AnswerAsync(IReadOnlyList<string> tokens, bool isCut)
    {
        if (request.Thinks)
        {
            _output.Add(Thought());
        }

        _output.AddRange(request.Calls.Select(call =>
            (object)new { id = Id("fc"), type = "function_call", status = "completed", arguments = call.Arguments, call_id = call.Id, name = call.Name }));
        if (tokens.Count > 0)
        {
            _output.Add(Message(Id("msg"), "completed", string.Concat(tokens)));
        }

        return exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(
            Response(isCut ? "incomplete" : "completed", isCut ? new { reason = "max_output_tokens" } : null, tokens.Count)));
    }

    private Dictionary<string, object?> Thought()
    {
        var item = new Dictionary<string, object?> { ["id"] = Id("rs"), ["type"] = "reasoning", ["summary"] = Array.Empty<object>() };
        if (request.SealsThoughts)
        {
            item["encrypted_content"] = ResponsesInput.Seal(request.Model);
        }

        return item;
    }

    private object Response(string status, object? incomplete, int written)
    {
        var asked = Math.Max(1, request.Messages.Sum(message => 4 + (message.Text.Length / 4)));
        var thought = request.Thinks ? 64 : 0;
        var isOver = status is not "in_progress";
        return new
        {
            id = _id,
            @object = "response",
            created_at = _created,
            status,
            error = (object?)null,
            incomplete_details = incomplete,
            model = request.Model.Id,
            output = isOver ? _output : [],
            service_tier = isOver ? "default" : "auto",
            store = false,
            usage = isOver
                ? new
                {
                    input_tokens = asked,
                    input_tokens_details = new { cached_tokens = 0 },
                    output_tokens = written + thought,
                    output_tokens_details = new { reasoning_tokens = thought },
                    total_tokens = asked + written + thought,
                }
                : null,
        };
    }

    private static object Message(string id, string status, string? text) =>
        new { id, type = "message", status, content = text is null ? Array.Empty<object>() : [Part(text)], role = "assistant" };

    private static object Part(string text) => new { type = "output_text", annotations = Array.Empty<object>(), logprobs = Array.Empty<object>(), text };

    private static string Id(string prefix) => $"{prefix}_{Guid.NewGuid():N}";
}
