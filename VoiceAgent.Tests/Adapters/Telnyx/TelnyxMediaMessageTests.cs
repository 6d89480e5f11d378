using System.Text;
using VoiceAgent.Core.Adapters.Telnyx;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class TelnyxMediaMessageTests
{
    [Fact]
    public void A_media_frame_gives_its_chunk_track_and_audio()
    {
        var payload = new byte[16];
        var text = """{"event":"media","sequence_number":"4","stream_id":"32de0dea","media":{"track":"inbound","chunk":"2","timestamp":"5","payload":"AQID"}}""";

        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), payload, out var message));
        Assert.Equal(TelnyxMediaEventKind.Media, message.Kind);
        Assert.True(message.IsInbound);
        Assert.Equal(2, message.Chunk);
        Assert.Equal([1, 2, 3], payload[..message.PayloadLength]);
    }

    [Theory]
    [InlineData("""{"event":"media","media":{"chunk":7,"track":"outbound","payload":"AQID"}}""", 7, false)]
    [InlineData("""{"media":{"payload":"AQID","chunk":"8"},"event":"media"}""", 8, true)]
    public void Numbers_may_be_numbers_and_fields_in_any_order(string text, long chunk, bool inbound)
    {
        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out var message));
        Assert.Equal((TelnyxMediaEventKind.Media, chunk, inbound, 3), (message.Kind, message.Chunk, message.IsInbound, message.PayloadLength));
    }

    [Fact]
    public void The_start_names_the_call_and_its_format()
    {
        var text = """{"event":"start","sequence_number":"1","stream_id":"32de","start":{"user_id":"3e6f","call_control_id":"v3:abc","call_session_id":"ff55","from":null,"to":"+13122123456","tags":[{"a":[1]}],"client_state":"e30=","media_format":{"encoding":"PCMA","sample_rate":8000,"channels":1}}}""";

        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out var message));
        Assert.Equal((TelnyxMediaEventKind.Start, "v3:abc", "PCMA", 8000), (message.Kind, message.CallControlId, message.Encoding, message.SampleRate));
    }

    [Fact]
    public void The_connected_message_repeats_the_token()
    {
        var text = """{"event":"connected","version":"1.0.0","connected":{"x-telnyx-streaming-auth-token":"opaque"}}""";

        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out var message));
        Assert.Equal((TelnyxMediaEventKind.Connected, "opaque"), (message.Kind, message.AuthToken));
    }

    [Theory]
    [InlineData("""{"event":"dtmf","occurred_at":"2025-06-05T08:54:19Z","dtmf":{"digit":"#"}}""", (int)TelnyxMediaEventKind.Dtmf)]
    [InlineData("""{"event":"mark","mark":{"name":"utt-17"}}""", (int)TelnyxMediaEventKind.Mark)]
    [InlineData("""{"event":"stop","stop":{"call_control_id":"v3:abc"}}""", (int)TelnyxMediaEventKind.Stop)]
    [InlineData("""{"event":"error","payload":{"code":100004,"title":"invalid_media","detail":"x"}}""", (int)TelnyxMediaEventKind.Error)]
    [InlineData("""{"event":"something_new","x":{"y":[{"z":1}]}}""", (int)TelnyxMediaEventKind.Unknown)]
    public void The_other_events_are_told_apart(string text, int kind)
    {
        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out var message));
        Assert.Equal((TelnyxMediaEventKind)kind, message.Kind);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("""{"media":{"payload":"AQID"}}""")]
    [InlineData("""{"event":7}""")]
    [InlineData("""{"event":"media","media":{"payload":"AQID" """)]
    [InlineData("""{"event":"media","media":{"chunk":"1","track":5,"payload":"AQID"}}""")]
    public void What_is_no_message_is_refused_quietly(string text) =>
        Assert.False(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out _));

    [Theory]
    [InlineData("***")]
    [InlineData("AQI")]
    [InlineData("AQIDAQIDAQIDAQIDAQIDAQIDAQID")]
    public void A_payload_that_is_no_base64_or_too_long_has_no_audio(string payload)
    {
        var text = $$$"""{"event":"media","media":{"chunk":"1","payload":"{{{payload}}}"}}""";

        Assert.True(TelnyxMediaMessage.TryParse(Encoding.UTF8.GetBytes(text), new byte[16], out var message));
        Assert.Equal(-1, message.PayloadLength);
    }
}
