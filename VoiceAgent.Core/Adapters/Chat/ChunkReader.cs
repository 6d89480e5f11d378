using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.Adapters.Sockets;

namespace VoiceAgent.Core.Adapters.Chat;

/// <summary>
/// Looks at each chunk before the OpenAI package does: errors, whose form differs from service to service; tool calls, which the
/// package puts together only when a server sends every optional field; and refusals, whose words it drops. Most chunks are a word or two: of those
/// the package is given nothing else, for it makes an object of each field.
/// </summary>
internal sealed class ChunkReader(IApiErrors errors, ToolCallAssembler calls)
{
    private bool _isFinished;

    /// <summary>Writes the chunk as the package shall see it, on one line.</summary>
    public void Write(ReadOnlySpan<byte> chunk, IBufferWriter<byte> line)
    {
        if (chunk is [not (byte)'{', ..])
        {
            // The end.
            WriteWhole(chunk, line);
            return;
        }

        try
        {
            if (!IsPlain(chunk))
            {
                line.Write(JsonNode.Parse(chunk) is JsonObject json ? ReadChunk(json) : chunk);
            }
            else if (ContentOf(chunk) is { } content)
            {
                line.Write("""{"choices":[{"delta":{"content":"""u8);
                line.Write(chunk[content]);
                line.Write("}}]}"u8);
            }
            else
            {
                WriteWhole(chunk, line);
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // Not JSON, or not of the shape of a chunk: the package stumbles over it too, and that is handled there.
            WriteWhole(chunk, line);
        }
    }

    private static bool IsPlain(ReadOnlySpan<byte> chunk) =>
        chunk.IndexOf("\"error\""u8) < 0 && chunk.IndexOf("\"tool_calls\""u8) < 0 && chunk.IndexOf("\"refusal\":\""u8) < 0
            && chunk.IndexOf("\"finish_reason\":\""u8) < 0;

    /// <summary>Where the first choice's content stands, with its quotes; null when the chunk has none, or tells what else is of use.</summary>
    private static Range? ContentOf(ReadOnlySpan<byte> chunk)
    {
        Range? content = null;
        var reader = new Utf8JsonReader(chunk);
        reader.Read();
        while (reader.NextField())
        {
            if (reader.IsField("usage"u8) && reader.TokenType is not JsonTokenType.Null)
            {
                return null;
            }

            if (reader.IsField("choices"u8) && reader.IsList())
            {
                for (var i = 0; reader.NextItem(); i++)
                {
                    content = i == 0 ? ContentOfChoice(ref reader) : content;
                    reader.Skip();
                }
            }

            reader.Skip();
        }

        return content;
    }

    private static Range? ContentOfChoice(ref Utf8JsonReader reader)
    {
        Range? content = null;
        if (!reader.IsObject())
        {
            return content;
        }

        while (reader.NextField())
        {
            if (reader.IsField("delta"u8) && reader.IsObject())
            {
                while (reader.NextField())
                {
                    if (reader.IsField("content"u8) && reader.TokenType is JsonTokenType.String)
                    {
                        content = (int)reader.TokenStartIndex..(int)reader.BytesConsumed;
                    }

                    reader.Skip();
                }
            }

            reader.Skip();
        }

        return content;
    }

    // Line breaks are only white space in JSON, but end the line for the reader.
    private static void WriteWhole(ReadOnlySpan<byte> chunk, IBufferWriter<byte> line)
    {
        var copy = line.GetSpan(chunk.Length)[..chunk.Length];
        chunk.Replace(copy, (byte)'\n', (byte)' ');
        line.Advance(chunk.Length);
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
