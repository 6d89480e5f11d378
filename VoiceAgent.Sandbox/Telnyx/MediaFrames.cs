using System.Buffers;
using System.Globalization;
using System.Text.Json;
using VoiceAgent.Sandbox.Telnyx.Webhooks;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>
/// The text frames of a media stream. Numbers are written as strings, as Telnyx does:
/// <c>{"event":"media","sequence_number":"4","stream_id":"…","media":{"track":"inbound","chunk":"2","timestamp":"20","payload":"…"}}</c>.
/// Used by one sender at a time; what a method returns is valid until the next one is called.
/// </summary>
internal sealed class MediaFrames : IDisposable
{
    private readonly ArrayBufferWriter<byte> _buffer = new(1024);
    private readonly Utf8JsonWriter _writer;
    private readonly string _streamId;
    private long _sequence;
    private long _inboundChunk;
    private long _outboundChunk;

    public MediaFrames(string streamId)
    {
        _streamId = streamId;
        _writer = new Utf8JsonWriter(_buffer);
    }

    public ReadOnlyMemory<byte> Connected(string? token)
    {
        Begin("connected");
        _writer.WriteString("version", "1.0.0");
        if (token is not null)
        {
            _writer.WriteStartObject("connected");
            _writer.WriteString("x-telnyx-streaming-auth-token", token);
            _writer.WriteEndObject();
        }

        return End();
    }

    public ReadOnlyMemory<byte> Start(TelnyxCall call, StreamRequest request, string encoding)
    {
        BeginNumbered("start");
        _writer.WriteStartObject("start");
        _writer.WriteString("user_id", call.UserId);
        _writer.WriteString("call_control_id", call.ControlId);
        _writer.WriteString("call_session_id", call.SessionId);
        _writer.WriteString("from", call.From);
        _writer.WriteString("to", call.To);
        _writer.WriteStartArray("tags");
        _writer.WriteEndArray();
        _writer.WriteString("client_state", call.ClientState);
        if (request.CustomParameters is { } parameters)
        {
            _writer.WritePropertyName("custom_parameters");
            parameters.WriteTo(_writer);
        }

        _writer.WriteStartObject("media_format");
        _writer.WriteString("encoding", encoding);
        _writer.WriteNumber("sample_rate", 8000);
        _writer.WriteNumber("channels", 1);
        _writer.WriteEndObject();
        _writer.WriteEndObject();
        return End();
    }

    /// <param name="payload">20 ms in the codec of the start frame.</param>
    /// <param name="outbound">The app's own audio rather than the caller's.</param>
    public ReadOnlyMemory<byte> Media(ReadOnlySpan<byte> payload, bool outbound)
    {
        var chunk = outbound ? ++_outboundChunk : ++_inboundChunk;
        BeginNumbered("media");
        _writer.WriteStartObject("media");
        _writer.WriteString("track", outbound ? "outbound" : "inbound");
        WriteNumberText("chunk", chunk);
        WriteNumberText("timestamp", chunk * 20);
        _writer.WriteBase64String("payload", payload);
        _writer.WriteEndObject();
        return End();
    }

    public ReadOnlyMemory<byte> Dtmf(char digit, DateTimeOffset occurredAt)
    {
        BeginNumbered("dtmf");
        _writer.WriteString("occurred_at", TelnyxEvents.Timestamp(occurredAt));
        _writer.WriteStartObject("dtmf");
        _writer.WriteString("digit", [digit]);
        _writer.WriteEndObject();
        return End();
    }

    public ReadOnlyMemory<byte> Mark(string name)
    {
        BeginNumbered("mark");
        _writer.WriteStartObject("mark");
        _writer.WriteString("name", name);
        _writer.WriteEndObject();
        return End();
    }

    public ReadOnlyMemory<byte> Stop(TelnyxCall call)
    {
        BeginNumbered("stop");
        _writer.WriteStartObject("stop");
        _writer.WriteString("user_id", call.UserId);
        _writer.WriteString("call_control_id", call.ControlId);
        _writer.WriteEndObject();
        return End();
    }

    public ReadOnlyMemory<byte> Error(MediaError error)
    {
        Begin("error");
        _writer.WriteString("stream_id", _streamId);
        _writer.WriteStartObject("payload");
        _writer.WriteNumber("code", error.Code);
        _writer.WriteString("title", error.Title);
        _writer.WriteString("detail", error.Detail);
        _writer.WriteEndObject();
        return End();
    }

    public void Dispose() => _writer.Dispose();

    private void Begin(string name)
    {
        _buffer.ResetWrittenCount();
        _writer.Reset(_buffer);
        _writer.WriteStartObject();
        _writer.WriteString("event", name);
    }

    private void BeginNumbered(string name)
    {
        Begin(name);
        WriteNumberText("sequence_number", ++_sequence);
        _writer.WriteString("stream_id", _streamId);
    }

    private ReadOnlyMemory<byte> End()
    {
        _writer.WriteEndObject();
        _writer.Flush();
        return _buffer.WrittenMemory;
    }

    private void WriteNumberText(string name, long number)
    {
        Span<char> text = stackalloc char[20];
        number.TryFormat(text, out var written, provider: CultureInfo.InvariantCulture);
        _writer.WriteString(name, text[..written]);
    }
}
