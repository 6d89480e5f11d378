using System.Text.Json;
using System.Text.Json.Nodes;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// Looks at each chunk before the OpenAI package does: errors, whose form differs from service to service; tool calls, which the
/// package puts together only when a server sends every optional field; and refusals, whose words it drops.
/// </summary>
internal sealed class ChunkReader(IApiErrors errors, ToolCallAssembler calls)
{
    private bool _isFinished;

    /// <summary>The chunk as the package shall see it.</summary>
    public byte[] Read(byte[] data)
    {
        var chunk = data.AsSpan();
        if (chunk.IndexOf("\"error\""u8) < 0 && chunk.IndexOf("\"tool_calls\""u8) < 0 && chunk.IndexOf("\"refusal\":\""u8) < 0
            && chunk.IndexOf("\"finish_reason\":\""u8) < 0)
        {
            return data;
        }

        try
        {
            return JsonNode.Parse(data) is JsonObject json ? ReadChunk(json) : data;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not of the shape of a chunk: the package stumbles over it too, and that is handled there.
            return data;
        }
    }

    private byte[] ReadChunk(JsonObject chunk)
    {
        if (chunk["error"] is { } error && error.GetValueKind() is JsonValueKind.String or JsonValueKind.Object)
        {
            // An error after the end of the reply is nobody's trouble any more.
            return _isFinished ? "[DONE]"u8.ToArray() : throw errors.Told(JsonSerializer.SerializeToElement(chunk));
        }

        if (chunk["choices"] is JsonArray { Count: > 0 } choices && choices[0] is JsonObject choice)
        {
            if (choice["delta"] is JsonObject delta)
            {
                ReadDelta(delta);
            }

            _isFinished |= choice["finish_reason"]?.GetValueKind() is JsonValueKind.String;
        }

        return JsonSerializer.SerializeToUtf8Bytes(chunk);
    }

    private void ReadDelta(JsonObject delta)
    {
        if (delta["tool_calls"] is JsonArray pieces)
        {
            foreach (var piece in pieces.OfType<JsonObject>())
            {
                calls.Add(piece);
            }

            delta.Remove("tool_calls");
        }

        // A refusal is said like any other answer.
        if (delta["refusal"]?.GetValueKind() is JsonValueKind.String && delta["content"]?.GetValueKind() is not JsonValueKind.String)
        {
            delta["content"] = delta["refusal"]!.GetValue<string>();
        }
    }
}
