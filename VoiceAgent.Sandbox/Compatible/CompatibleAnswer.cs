using System.Text;
using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.OpenAI;

namespace VoiceAgent.Sandbox.Compatible;

/// <summary>Answers one chat completion in the manner of the server.</summary>
internal sealed class CompatibleAnswer(Exchange exchange, CompatibleFlavour flavour, CompatibleChat chat)
{
    private static readonly TimeSpan ToFirstToken = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PerToken = TimeSpan.FromMilliseconds(15);
    private static readonly ReadOnlyMemory<byte> Comment = Encoding.ASCII.GetBytes(": OPENROUTER PROCESSING\n\n");

    private readonly string _id = "chatcmpl-" + Guid.NewGuid().ToString("N");
    private readonly long _created = exchange.State.Time.GetUtcNow().ToUnixTimeSeconds();

    public async Task RunAsync()
    {
        var tokens = chat.Calls.Count > 0 ? [] : ChatAnswer.Tokens(DemoBrain.Answer(chat.Messages));
        var isCut = chat.MaxTokens < tokens.Count;
        tokens = isCut ? [.. tokens.Take(chat.MaxTokens!.Value)] : tokens;
        var finish = chat.Calls.Count > 0 ? "tool_calls" : isCut ? "length" : "stop";
        await (chat.Stream ? StreamAsync(tokens, finish) : AnswerAsync(tokens, finish));
    }

    private async Task StreamAsync(IReadOnlyList<string> tokens, string finish)
    {
        var events = new AnswerStream(exchange, "data: {\"id\":\"chatcmpl-\n\n", $"data: {CompatibleRefusal.InStream(flavour)}\n\n");
        if (flavour.SendsComments)
        {
            if (!await events.OpenAsync("text/event-stream") || !await events.SendAsync(Comment))
            {
                return;
            }

            await exchange.State.ThinkAsync(ToFirstToken, exchange.Ended);
        }
        else
        {
            await exchange.State.ThinkAsync(ToFirstToken, exchange.Ended);
            if (!await events.OpenAsync("text/event-stream; charset=utf-8"))
            {
                return;
            }
        }

        foreach (var delta in Deltas(tokens))
        {
            if (!await events.SendEventAsync(Chunk([new { index = 0, delta, finish_reason = (string?)null }])))
            {
                return;
            }

            await exchange.State.ThinkAsync(PerToken, exchange.Ended);
        }

        _ = await events.SendEventAsync(Chunk([new { index = 0, delta = new Dictionary<string, object?> { ["content"] = "" }, finish_reason = finish }]))
            && (!chat.IncludeUsage || await events.SendEventAsync(Chunk([], Usage(tokens.Count))))
            && await events.SendEventAsync("[DONE]");
    }

    private IEnumerable<Dictionary<string, object?>> Deltas(IReadOnlyList<string> tokens)
    {
        if (!flavour.RepeatsRole)
        {
            yield return new() { ["role"] = "assistant", ["content"] = "" };
        }

        foreach (var (index, call) in chat.Calls.Index())
        {
            if (flavour.SendsCallsWhole)
            {
                // Ollama numbers every call the same.
                var number = flavour.RepeatsRole ? 0 : index;
                var whole = new { id = call.Id, index = number, type = "function", function = new { name = call.Name, arguments = call.Arguments } };
                yield return WithRole(new() { ["content"] = "", ["tool_calls"] = new[] { whole } });
                continue;
            }

            yield return WithRole(new() { ["tool_calls"] = new[] { new { id = call.Id, type = "function", index, function = new { name = call.Name } } } });
            foreach (var piece in call.Arguments.Chunk(6))
            {
                yield return WithRole(new() { ["tool_calls"] = new[] { new { index, function = new { arguments = new string(piece) } } } });
            }
        }

        foreach (var token in tokens)
        {
            yield return WithRole(new() { ["content"] = token });
        }
    }

    private Dictionary<string, object?> WithRole(Dictionary<string, object?> delta)
    {
        if (flavour.RepeatsRole)
        {
            delta["role"] = "assistant";
        }

        return delta;
    }

    private string Chunk(object[] choices, object? usage = null)
    {
        var chunk = new Dictionary<string, object?>
        {
            ["id"] = _id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _created,
            ["model"] = chat.Model,
            ["choices"] = choices,
        };
        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        return SandboxJson.Write(chunk);
    }

    private object Usage(int written)
    {
        var asked = Math.Max(1, chat.Messages.Sum(message => 4 + (message.Text.Length / 4)));
        return new { prompt_tokens = asked, completion_tokens = written, total_tokens = asked + written };
    }

    private async Task AnswerAsync(IReadOnlyList<string> tokens, string finish)
    {
        await exchange.State.ThinkAsync(ToFirstToken + (PerToken * tokens.Count), exchange.Ended);
        object message = chat.Calls.Count > 0
            ? new { role = "assistant", content = "", tool_calls = chat.Calls.Select(call => new { id = call.Id, type = "function", function = new { name = call.Name, arguments = call.Arguments } }) }
            : new { role = "assistant", content = string.Concat(tokens) };
        await exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            id = _id,
            @object = "chat.completion",
            created = _created,
            model = chat.Model,
            choices = new[] { new { index = 0, message, finish_reason = finish } },
            usage = Usage(tokens.Count),
        }));
    }
}
