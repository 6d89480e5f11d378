using Microsoft.AspNetCore.Http;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Faults;
using VoiceAgent.Sandbox.OpenAI;

namespace VoiceAgent.Sandbox.Grok;

/// <summary>Answers one chat completion as xAI does: no null members, text in the first chunk, each tool call whole in one chunk.</summary>
internal sealed class GrokAnswer(Exchange exchange, GrokChat chat)
{
    private static readonly TimeSpan ToFirstToken = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan PerToken = TimeSpan.FromMilliseconds(20);

    private readonly string _id = Guid.NewGuid().ToString();
    private readonly long _created = exchange.State.Time.GetUtcNow().ToUnixTimeSeconds();

    public async Task RunAsync()
    {
        // A service that is down may say so with status 200, in place of the stream.
        if (exchange.Faults.DueAfter(0)?.Kind is FaultKind.Error)
        {
            await exchange.AnswerAsync(StatusCodes.Status200OK, GrokRefusal.Down.Body);
            return;
        }

        var tokens = chat.Calls.Count > 0 ? [] : ChatAnswer.Tokens(DemoBrain.Answer(chat.Messages));
        var isCut = chat.MaxTokens < tokens.Count;
        tokens = isCut ? [.. tokens.Take(chat.MaxTokens!.Value)] : tokens;
        var finish = chat.Calls.Count > 0 ? "tool_calls" : isCut ? "length" : "stop";
        await exchange.State.ThinkAsync(ToFirstToken, exchange.Ended);
        await (chat.Stream ? StreamAsync(tokens, finish) : AnswerAsync(tokens, finish));
    }

    private async Task StreamAsync(IReadOnlyList<string> tokens, string finish)
    {
        var events = new AnswerStream(exchange, "data: {\"id\":\"ed3e\n\n", $"data: {GrokRefusal.Down.Body}\n\n");
        if (!await events.OpenAsync("text/event-stream"))
        {
            return;
        }

        foreach (var delta in Deltas(tokens))
        {
            if (!await events.SendEventAsync(Chunk(new { index = 0, delta })))
            {
                return;
            }

            await exchange.State.ThinkAsync(PerToken, exchange.Ended);
        }

        _ = await events.SendEventAsync(Chunk(new { index = 0, delta = new { }, finish_reason = finish }))
            && (!chat.IncludeUsage || await events.SendEventAsync(Chunk(null, Usage(tokens.Count))))
            && await events.SendEventAsync("[DONE]");
    }

    private IEnumerable<Dictionary<string, object>> Deltas(IReadOnlyList<string> tokens)
    {
        var isFirst = true;
        foreach (var delta in (chat.Thinks ? [new() { ["reasoning_content"] = "The caller wants an answer." }] : Array.Empty<Dictionary<string, object>>())
            .Concat(chat.Calls.Select((call, index) => new Dictionary<string, object>
            {
                ["tool_calls"] = new[] { new { id = call.Id, function = new { name = call.Name, arguments = call.Arguments }, index, type = "function" } },
            }))
            .Concat(tokens.Select(token => new Dictionary<string, object> { ["content"] = token })))
        {
            if (isFirst)
            {
                delta["role"] = "assistant";
                isFirst = false;
            }

            yield return delta;
        }
    }

    private string Chunk(object? choice, object? usage = null)
    {
        var chunk = new Dictionary<string, object>
        {
            ["id"] = _id,
            ["object"] = "chat.completion.chunk",
            ["created"] = _created,
            ["model"] = chat.Model.Id,
            ["choices"] = choice is null ? [] : new[] { choice },
        };
        if (usage is not null)
        {
            chunk["usage"] = usage;
        }

        chunk["system_fingerprint"] = "fp_3d7ed3b779";
        return SandboxJson.Write(chunk);
    }

    private object Usage(int written)
    {
        var asked = Math.Max(1, chat.Messages.Sum(message => 4 + (message.Text.Length / 4)));
        var thought = chat.Thinks ? 235 : 0;
        return new
        {
            prompt_tokens = asked,
            completion_tokens = written,
            total_tokens = asked + written + thought,
            prompt_tokens_details = new { text_tokens = asked, audio_tokens = 0, image_tokens = 0, cached_tokens = 0 },
            completion_tokens_details = new { reasoning_tokens = thought, audio_tokens = 0, accepted_prediction_tokens = 0, rejected_prediction_tokens = 0 },
            num_sources_used = 0,
            cost_in_usd_ticks = 1_487_000,
        };
    }

    private Task AnswerAsync(IReadOnlyList<string> tokens, string finish)
    {
        object message = chat.Calls.Count > 0
            ? new { role = "assistant", content = "", tool_calls = chat.Calls.Select(call => new { id = call.Id, function = new { name = call.Name, arguments = call.Arguments }, type = "function" }) }
            : new { role = "assistant", content = string.Concat(tokens) };
        return exchange.AnswerAsync(StatusCodes.Status200OK, SandboxJson.Write(new
        {
            id = _id,
            @object = "chat.completion",
            created = _created,
            model = chat.Model.Id,
            choices = new[] { new { index = 0, message, finish_reason = finish } },
            usage = Usage(tokens.Count),
            system_fingerprint = "fp_3d7ed3b779",
        }));
    }
}
