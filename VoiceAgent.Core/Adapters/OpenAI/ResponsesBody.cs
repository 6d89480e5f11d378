using System.Buffers;
using System.Text.Json;
using VoiceAgent.Core.LanguageModels;

namespace VoiceAgent.Core.Adapters.OpenAI;

/// <summary>Writes the body of <c>POST /v1/responses</c>. Nothing is stored at OpenAI, so that each request holds the whole conversation.</summary>
internal static class ResponsesBody
{
    /// <summary>The least that <c>max_output_tokens</c> may be.</summary>
    private const int MinOutputTokens = 16;

    public static ReadOnlyMemory<byte> Write(ChatRequest request, string model)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            var thinking = ReasoningModels.Of(model);
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteBoolean("stream", true);
            json.WriteBoolean("store", false);
            json.WriteNumber("max_output_tokens", Math.Max(MinOutputTokens, thinking.LimitFor(request.MaxOutputTokens)));
            json.WriteStartObject("stream_options");
            json.WriteBoolean("include_obfuscation", false);
            json.WriteEndObject();
            if (thinking.Effort is { } effort)
            {
                json.WriteStartObject("reasoning");
                json.WriteString("effort", effort);
                json.WriteEndObject();
                WriteTexts(json, "include", ["reasoning.encrypted_content"]);
            }

            if (request.CacheKey is not null)
            {
                json.WriteString("prompt_cache_key", request.CacheKey);
            }

            json.WriteStartArray("input");
            foreach (var message in request.Messages)
            {
                WriteMessage(json, message, model);
            }

            json.WriteEndArray();
            WriteTools(json, request);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }

    /// <summary>Sealed thoughts of a model, to be sent again before the call that they led to; null when there are none.</summary>
    public static string? ContinuationOf(string model, IReadOnlyCollection<string> thoughts) =>
        thoughts.Count == 0 ? null : $"{{\"model\":{JsonSerializer.Serialize(model)},\"items\":[{string.Join(',', thoughts)}]}}";

    private static void WriteMessage(Utf8JsonWriter json, ChatMessage message, string model)
    {
        if (message.Role is ChatRole.Tool)
        {
            json.WriteStartObject();
            json.WriteString("type", "function_call_output");
            json.WriteString("call_id", message.ToolCallId);
            json.WriteString("output", message.Text);
            json.WriteEndObject();
            return;
        }

        if (message.Text.Length > 0 || message.ToolCalls.Count == 0)
        {
            json.WriteStartObject();
            json.WriteString("role", message.Role switch { ChatRole.System => "system", ChatRole.Assistant => "assistant", _ => "user" });
            json.WriteStartArray("content");
            json.WriteStartObject();
            json.WriteString("type", message.Role is ChatRole.Assistant ? "output_text" : "input_text");
            json.WriteString("text", message.Text);
            json.WriteEndObject();
            json.WriteEndArray();
            json.WriteEndObject();
        }

        foreach (var call in message.ToolCalls)
        {
            WriteCall(json, call, model);
        }
    }

    private static void WriteCall(Utf8JsonWriter json, ToolCall call, string model)
    {
        if (call.Continuation is not null)
        {
            using var thoughts = JsonDocument.Parse(call.Continuation);
            if (thoughts.RootElement.TryGetProperty("model", out var thinker) && thinker.ValueEquals(model))
            {
                foreach (var thought in thoughts.RootElement.GetProperty("items").EnumerateArray())
                {
                    thought.WriteTo(json);
                }
            }
        }

        json.WriteStartObject();
        json.WriteString("type", "function_call");
        json.WriteString("call_id", call.Id);
        json.WriteString("name", call.Name);
        json.WriteString("arguments", call.Arguments.Length > 0 ? call.Arguments : "{}");
        json.WriteEndObject();
    }

    private static void WriteTools(Utf8JsonWriter json, ChatRequest request)
    {
        if (request.Tools.Count == 0)
        {
            return;
        }

        json.WriteStartArray("tools");
        foreach (var tool in request.Tools)
        {
            json.WriteStartObject();
            json.WriteString("type", "function");
            json.WriteString("name", tool.Name);
            json.WriteString("description", tool.Description);
            json.WritePropertyName("parameters");
            tool.Parameters.WriteTo(json);
            json.WriteBoolean("strict", tool.IsStrict);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteString("tool_choice", request.ToolChoice switch { ToolChoice.None => "none", ToolChoice.Required => "required", _ => "auto" });
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteStringValue(text);
        }

        json.WriteEndArray();
    }
}
