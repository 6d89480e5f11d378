using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// Reads the server's messages. What a message holds is kept in memory that the next one uses again, for audio is most of what a call would
/// otherwise leave to the collector. One message at a time.
/// </summary>
internal sealed class StreamInputReader
{
    // Most characters are one of these.
    private static readonly string[] Letters = [.. Enumerable.Range(0, 128).Select(code => ((char)code).ToString())];

    private readonly StreamInputAlignment _alignment = new();
    private readonly StreamInputAlignment _normalized = new();
    private byte[] _audio = [];

    /// <summary>The message, valid until the next one is read. Throws JsonException, FormatException or InvalidOperationException for what is none.</summary>
    public StreamInputMessage Read(ReadOnlySpan<byte> text)
    {
        var message = new StreamInputMessage();
        var reader = MessageFields.Begin(text);
        while (reader.NextField())
        {
            ReadField(ref reader, message);

            // A field of another name, or one whose value is of another type.
            reader.Skip();
        }

        reader.End();
        return message;
    }

    private void ReadField(ref Utf8JsonReader reader, StreamInputMessage message)
    {
        if (reader.IsField("audio"u8))
        {
            message.Audio = ReadAudio(ref reader);
        }
        else if (reader.IsField("isFinal"u8) || reader.IsField("is_final"u8))
        {
            message.IsFinal |= reader.TokenType is JsonTokenType.True;
        }
        else if (reader.IsField("alignment"u8))
        {
            message.Alignment = ReadAlignment(ref reader, _alignment) ?? message.Alignment;
        }
        else if (reader.IsField("normalizedAlignment"u8))
        {
            message.Alignment ??= ReadAlignment(ref reader, _normalized);
        }
        else if (reader.IsField("error"u8))
        {
            message.Error = TextOf(ref reader);
        }
        else if (reader.IsField("message"u8))
        {
            message.Message = TextOf(ref reader);
        }
        else if (reader.IsField("code"u8))
        {
            message.Code = reader.TokenType is JsonTokenType.Number && reader.TryGetInt32(out var code) ? code : null;
        }
        else if (reader.IsField("contextId"u8) || reader.IsField("context_id"u8))
        {
            message.ContextId ??= TextOf(ref reader);
        }
    }

    private ReadOnlyMemory<byte> ReadAudio(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            return reader.TokenType is JsonTokenType.Null ? default : throw new JsonException();
        }

        if (_audio.Length < reader.ValueSpan.Length)
        {
            _audio = new byte[reader.ValueSpan.Length];
        }

        var length = reader.DecodeBase64(_audio);
        return length >= 0 ? _audio.AsMemory(0, length) : throw new JsonException();
    }

    private static StreamInputAlignment? ReadAlignment(ref Utf8JsonReader reader, StreamInputAlignment alignment)
    {
        if (!reader.IsObject())
        {
            return null;
        }

        alignment.Clear();
        while (reader.NextField())
        {
            if (reader.IsField("chars"u8) && reader.IsList())
            {
                ReadChars(ref reader, alignment.Chars);
            }
            else if ((reader.IsField("charStartTimesMs"u8) || reader.IsField("charsStartTimesMs"u8)) && reader.IsList())
            {
                ReadTimes(ref reader, alignment.StartsMs);
            }
            else if ((reader.IsField("charDurationsMs"u8) || reader.IsField("charsDurationsMs"u8)) && reader.IsList())
            {
                ReadTimes(ref reader, alignment.DurationsMs);
            }
            else
            {
                reader.Skip();
            }
        }

        return alignment;
    }

    private static void ReadChars(ref Utf8JsonReader reader, List<string> chars)
    {
        while (reader.NextItem())
        {
            chars.Add(reader is { ValueIsEscaped: false, ValueSpan: [< 128 and var letter] } ? Letters[letter] : reader.GetString() ?? string.Empty);
        }
    }

    private static void ReadTimes(ref Utf8JsonReader reader, List<double> times)
    {
        while (reader.NextItem())
        {
            times.Add(reader.GetDouble());
        }
    }

    private static string? TextOf(ref Utf8JsonReader reader) => reader.TokenType is JsonTokenType.String ? reader.GetString() : null;
}
