using System.Globalization;
using System.Text.Json;
using VoiceAgent.Core.Adapters.Sockets;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <summary>
/// One text frame of the media socket, read without making objects: at fifty frames a second and call, this is the hottest parser of
/// the process. Numbers come as strings or numbers; unknown fields are skipped.
/// <code>
/// {"event":"media","sequence_number":"4","stream_id":"…","media":{"track":"inbound","chunk":"2","timestamp":"5","payload":"base64"}}
/// </code>
/// </summary>
internal struct TelnyxMediaMessage
{
    public TelnyxMediaEventKind Kind { get; private set; }

    /// <summary>Number of the frame in the stream; 0 when not told.</summary>
    public long Sequence { get; private set; }

    public long Chunk { get; private set; }

    public bool IsInbound { get; private set; }

    /// <summary>Audio bytes written to the buffer given to <see cref="TryParse"/>; -1 when the payload was no base64 or too long.</summary>
    public int PayloadLength { get; private set; }

    public char Digit { get; private set; }

    public string? MarkName { get; private set; }

    public string? CallControlId { get; private set; }

    public string? Encoding { get; private set; }

    public int SampleRate { get; private set; }

    public string? AuthToken { get; private set; }

    /// <summary>False for what is no JSON object or has no event name.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, Span<byte> payload, out TelnyxMediaMessage message)
    {
        message = new TelnyxMediaMessage { IsInbound = true };
        var reader = new Utf8JsonReader(text);
        try
        {
            if (!reader.Read() || reader.TokenType is not JsonTokenType.StartObject)
            {
                return false;
            }

            message.ReadObject(ref reader, payload, depth: 0);
            return message.Kind is not TelnyxMediaEventKind.None;
        }
        catch (Exception malformed) when (malformed is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private void ReadObject(ref Utf8JsonReader reader, Span<byte> payload, int depth)
    {
        while (reader.Read() && reader.TokenType is JsonTokenType.PropertyName)
        {
            if (depth == 0 && reader.ValueTextEquals("event"u8))
            {
                reader.Read();
                Kind = KindOf(ref reader);
            }
            else if (depth == 0 && reader.ValueTextEquals("sequence_number"u8))
            {
                reader.Read();
                Sequence = ReadNumber(ref reader);
            }
            else if (depth > 0 && ReadField(ref reader, payload))
            {
                continue;
            }
            else
            {
                reader.Read();
                if (reader.TokenType is JsonTokenType.StartObject && depth < 3)
                {
                    ReadObject(ref reader, payload, depth + 1);
                }
                else
                {
                    reader.Skip();
                }
            }
        }
    }

    private bool ReadField(ref Utf8JsonReader reader, Span<byte> payload)
    {
        if (reader.ValueTextEquals("payload"u8))
        {
            reader.Read();
            PayloadLength = Decode(ref reader, payload);
        }
        else if (reader.ValueTextEquals("chunk"u8))
        {
            reader.Read();
            Chunk = ReadNumber(ref reader);
        }
        else if (reader.ValueTextEquals("track"u8))
        {
            reader.Read();
            IsInbound = !reader.ValueTextEquals("outbound"u8);
        }
        else if (reader.ValueTextEquals("digit"u8))
        {
            reader.Read();
            Digit = reader.GetString() is [var digit] ? digit : default;
        }
        else if (reader.ValueTextEquals("name"u8))
        {
            reader.Read();
            MarkName = reader.GetString();
        }
        else if (reader.ValueTextEquals("call_control_id"u8))
        {
            reader.Read();
            CallControlId = reader.GetString();
        }
        else if (reader.ValueTextEquals("encoding"u8))
        {
            reader.Read();
            Encoding = reader.GetString();
        }
        else if (reader.ValueTextEquals("sample_rate"u8))
        {
            reader.Read();
            SampleRate = (int)Math.Clamp(ReadNumber(ref reader), 0, int.MaxValue);
        }
        else if (reader.ValueTextEquals("x-telnyx-streaming-auth-token"u8))
        {
            reader.Read();
            AuthToken = reader.GetString();
        }
        else
        {
            return false;
        }

        return true;
    }

    private static int Decode(ref Utf8JsonReader reader, Span<byte> payload)
    {
        // An error frame carries an object under the same name.
        if (reader.TokenType is not JsonTokenType.String)
        {
            reader.Skip();
            return -1;
        }

        return reader.DecodeBase64(payload);
    }

    private static long ReadNumber(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.Number when reader.TryGetInt64(out var number) => number,
        JsonTokenType.String when long.TryParse(reader.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) => number,
        _ => 0,
    };

    private static TelnyxMediaEventKind KindOf(ref Utf8JsonReader reader)
    {
        if (reader.TokenType is not JsonTokenType.String)
        {
            throw new JsonException();
        }

        return reader.ValueTextEquals("media"u8) ? TelnyxMediaEventKind.Media
            : reader.ValueTextEquals("mark"u8) ? TelnyxMediaEventKind.Mark
            : reader.ValueTextEquals("dtmf"u8) ? TelnyxMediaEventKind.Dtmf
            : reader.ValueTextEquals("start"u8) ? TelnyxMediaEventKind.Start
            : reader.ValueTextEquals("stop"u8) ? TelnyxMediaEventKind.Stop
            : reader.ValueTextEquals("connected"u8) ? TelnyxMediaEventKind.Connected
            : reader.ValueTextEquals("error"u8) ? TelnyxMediaEventKind.Error
            : TelnyxMediaEventKind.Unknown;
    }
}

/// <summary>The event names of the media socket.</summary>
internal enum TelnyxMediaEventKind
{
    None,
    Connected,
    Start,
    Media,
    Dtmf,
    Mark,
    Stop,
    Error,

    /// <summary>A name we do not know: ignored.</summary>
    Unknown,
}
