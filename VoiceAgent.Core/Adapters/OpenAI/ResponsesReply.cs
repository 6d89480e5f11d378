using System.Text.Json;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>
/// Reads the events of one response: <c>response.output_text.delta</c>, <c>response.output_item.done</c>, and at the end
/// <c>response.completed</c>, <c>response.incomplete</c>, <c>response.failed</c> or <c>error</c>. All others are passed over.
/// </summary>
internal sealed class ResponsesReply(string model)
{
    private readonly List<string> _thoughts = [];
    private bool _hasCalls;

    /// <summary>What an event adds to the reply, or null.</summary>
    public ChatUpdate? Read(ReadOnlyMemory<byte> data)
    {
        try
        {
            using var json = JsonDocument.Parse(data);
            return Read(json.RootElement);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new ProviderException(ProviderName.OpenAI, ProviderErrorKind.Protocol);
        }
    }

    private ChatUpdate? Read(JsonElement message)
    {
        switch (message.GetProperty("type").GetString())
        {
            case "response.output_text.delta" or "response.refusal.delta":
                return message.GetProperty("delta").GetString() is { Length: > 0 } text ? new ChatUpdate.TextDelta(text) : null;
            case "response.output_item.done":
                return ReadItem(message.GetProperty("item"));
            case "response.completed":
                return new ChatUpdate.Completed(_hasCalls ? ChatFinish.ToolCalls : ChatFinish.Stop, ReadUsage(message));
            case "response.incomplete":
                return new ChatUpdate.Completed(ReadReason(message), ReadUsage(message));
            case "response.failed":
                var failed = message.GetProperty("response").GetProperty("error");
                throw OpenAILanguageModel.Errors.Told(type: null, failed.ValueKind is JsonValueKind.Object ? failed.GetProperty("code").GetString() : null);
            case "error":
                throw OpenAILanguageModel.Errors.Told(message);
            default:
                return null;
        }
    }

    private ChatUpdate.ToolCallRequested? ReadItem(JsonElement item)
    {
        switch (item.GetProperty("type").GetString())
        {
            case "reasoning" when item.TryGetProperty("encrypted_content", out var sealedThought) && sealedThought.ValueKind is JsonValueKind.String:
                _thoughts.Add(item.GetRawText());
                return null;
            case "function_call":
                _hasCalls = true;
                var call = new ToolCall(
                    item.GetProperty("call_id").GetString() ?? string.Empty,
                    item.GetProperty("name").GetString() ?? string.Empty,
                    item.GetProperty("arguments").GetString() ?? string.Empty)
                {
                    Continuation = ResponsesBody.ContinuationOf(model, _thoughts),
                };
                _thoughts.Clear();
                return new ChatUpdate.ToolCallRequested(call);
            default:
                return null;
        }
    }

    private static ChatFinish ReadReason(JsonElement message) =>
        message.GetProperty("response").TryGetProperty("incomplete_details", out var details) && details.ValueKind is JsonValueKind.Object
            && details.TryGetProperty("reason", out var reason) && reason.ValueEquals("content_filter")
            ? ChatFinish.ContentFilter
            : ChatFinish.Length;

    private static ChatUsage? ReadUsage(JsonElement message)
    {
        if (!message.GetProperty("response").TryGetProperty("usage", out var usage) || usage.ValueKind is not JsonValueKind.Object)
        {
            return null;
        }

        var cached = usage.TryGetProperty("input_tokens_details", out var details) && details.ValueKind is JsonValueKind.Object
            && details.TryGetProperty("cached_tokens", out var tokens) ? tokens.GetInt32() : 0;
        return new ChatUsage(usage.GetProperty("input_tokens").GetInt32(), cached, usage.GetProperty("output_tokens").GetInt32());
    }
}
