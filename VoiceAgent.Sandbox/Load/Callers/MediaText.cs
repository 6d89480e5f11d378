using System.Buffers.Text;
using System.Text;

namespace VoiceAgent.Sandbox.Load.Callers;

/// <summary>
/// The carrier's text frames for load, written into one buffer and read without making objects. For one writer; what a method returns is
/// valid until the next.
/// </summary>
internal sealed class MediaText(string streamId)
{
    private readonly byte[] _buffer = new byte[1024];
    private readonly byte[] _streamId = Encoding.ASCII.GetBytes(streamId);
    private long _sequence;
    private long _chunk;

    public ReadOnlyMemory<byte> Media(ReadOnlySpan<byte> frame)
    {
        var length = 0;
        Put("{\"event\":\"media\",\"sequence_number\":\""u8, ref length);
        Put(++_sequence, ref length);
        Put("\",\"stream_id\":\""u8, ref length);
        Put(_streamId, ref length);
        Put("\",\"media\":{\"track\":\"inbound\",\"chunk\":\""u8, ref length);
        Put(++_chunk, ref length);
        Put("\",\"timestamp\":\""u8, ref length);
        Put(_chunk * 20, ref length);
        Put("\",\"payload\":\""u8, ref length);
        Base64.EncodeToUtf8(frame, _buffer.AsSpan(length), out _, out var written);
        length += written;
        Put("\"}}"u8, ref length);
        return _buffer.AsMemory(0, length);
    }

    public ReadOnlyMemory<byte> Start(string callControlId) => Text(
        $$$$"""{"event":"start","sequence_number":"{{{{++_sequence}}}}","stream_id":"{{{{streamId}}}}","start":{"user_id":"load","call_control_id":"{{{{callControlId}}}}","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}""");

    public ReadOnlyMemory<byte> Mark(string name) => Text(
        $$$"""{"event":"mark","sequence_number":"{{{++_sequence}}}","stream_id":"{{{streamId}}}","mark":{"name":"{{{name}}}"}}""");

    public ReadOnlyMemory<byte> Stop() => Text($$$"""{"event":"stop","sequence_number":"{{{++_sequence}}}","stream_id":"{{{streamId}}}","stop":{}}""");

    public static ReadOnlyMemory<byte> Connected(string? token) => Encoding.UTF8.GetBytes(token is null
        ? """{"event":"connected","version":"1.0.0"}"""
        : $$$"""{"event":"connected","version":"1.0.0","connected":{"x-telnyx-streaming-auth-token":"{{{token}}}"}}""");

    /// <summary>Bytes of audio in the app's media frame; -1 for any other frame.</summary>
    public static int AudioBytes(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("\"event\":\"media\""u8) < 0 || Value(text, "\"payload\":\""u8) is not { IsEmpty: false } payload)
        {
            return -1;
        }

        return (payload.Length / 4 * 3) - (payload[^2] == '=' ? 2 : payload[^1] == '=' ? 1 : 0);
    }

    public static bool IsClear(ReadOnlySpan<byte> text) => text.IndexOf("\"event\":\"clear\""u8) >= 0;

    /// <summary>The name of the app's mark frame, or null.</summary>
    public static string? MarkName(ReadOnlySpan<byte> text) =>
        text.IndexOf("\"event\":\"mark\""u8) >= 0 ? Encoding.UTF8.GetString(Value(text, "\"name\":\""u8)) : null;

    private static ReadOnlySpan<byte> Value(ReadOnlySpan<byte> text, ReadOnlySpan<byte> name)
    {
        var at = text.IndexOf(name);
        var value = at < 0 ? default : text[(at + name.Length)..];
        var end = value.IndexOf((byte)'"');
        return end < 0 ? default : value[..end];
    }

    private Memory<byte> Text(string text) => _buffer.AsMemory(0, Encoding.UTF8.GetBytes(text, _buffer));

    private void Put(ReadOnlySpan<byte> bytes, ref int length)
    {
        bytes.CopyTo(_buffer.AsSpan(length));
        length += bytes.Length;
    }

    private void Put(long number, ref int length)
    {
        Utf8Formatter.TryFormat(number, _buffer.AsSpan(length), out var written);
        length += written;
    }
}
