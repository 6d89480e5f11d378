using System.Text;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

[Trait("Kind", "Unit")]
public sealed class ElevenLabsProtocolTests
{
    private static readonly VoiceSettings Phone = new() { Format = AudioFormat.Pcmu, Language = "en-US" };

    [Fact]
    public void The_default_voice_speaks_mulaw_sentence_by_sentence() => Assert.Equal(
        "/v1/text-to-speech/21m00Tcm4TlvDq8ikWAM/stream-input"
        + "?model_id=eleven_flash_v2_5&output_format=ulaw_8000&auto_mode=true&inactivity_timeout=180&language_code=en",
        ElevenLabsProtocol.StreamInputPath(Phone));

    [Theory]
    [InlineData(AudioEncoding.Alaw, 8000, "alaw_8000")]
    [InlineData(AudioEncoding.Linear16, 16000, "pcm_16000")]
    public void Audio_is_asked_for_in_the_format_wanted(AudioEncoding encoding, int rate, string expected) => Assert.Contains(
        $"&output_format={expected}&",
        ElevenLabsProtocol.StreamInputPath(Phone with { Format = new AudioFormat(encoding, rate) }),
        StringComparison.Ordinal);

    [Fact]
    public void A_format_the_provider_cannot_make_is_rejected() => Assert.Equal(
        ProviderErrorKind.Rejected,
        Assert.Throws<ProviderException>(
            () => ElevenLabsProtocol.StreamInputPath(Phone with { Format = new AudioFormat(AudioEncoding.Mulaw, 16000) })).Kind);

    [Fact]
    public void A_language_is_told_only_to_models_that_take_one_and_what_a_user_chose_is_escaped() => Assert.Equal(
        "/v1/text-to-speech/a%2Fb/stream-input?model_id=eleven_flash_v2&output_format=ulaw_8000&auto_mode=true&inactivity_timeout=180",
        ElevenLabsProtocol.StreamInputPath(Phone with { VoiceId = "a/b", Model = "eleven_flash_v2" }));

    [Fact]
    public void The_input_begins_with_a_space_and_ends_with_nothing()
    {
        Assert.Equal(
            """{"text":" ","voice_settings":{"stability":0.5,"similarity_boost":0.75,"speed":1.1}}""",
            Text(ElevenLabsProtocol.Begin(Phone with { Speed = 1.1 })));
        Assert.Equal("""{"text":"Hello there. "}""", Text(ElevenLabsProtocol.Speak(" Hello there.\n")));
        Assert.Equal("""{"text":""}""", Text(ElevenLabsProtocol.End()));
    }

    [Theory]
    [InlineData(0.1, "0.7")]
    [InlineData(9, "1.2")]
    public void The_pace_stays_within_what_the_provider_takes(double speed, string sent) =>
        Assert.Contains($"\"speed\":{sent}}}", Text(ElevenLabsProtocol.Begin(Phone with { Speed = speed })), StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("not json")]
    [InlineData("""{"audio":"%%%"}""")]
    [InlineData("""{"audio":17}""")]
    [InlineData("[]")]
    [InlineData("""{"audio":"AQID"} {}""")]
    [InlineData("""{"alignment":{"chars":7}}""")]
    [InlineData("""{"alignment":{"charStartTimesMs":["0"]}}""")]
    public void What_is_no_message_is_a_protocol_error(string text) => Assert.Equal(
        ProviderErrorKind.Protocol,
        Assert.Throws<ProviderException>(() => Parse(text)).Kind);

    [Fact]
    public void Messages_of_unknown_kinds_have_nothing_to_say()
    {
        var message = Parse("""{"type":"flush_done","contextId":"x"}""");

        Assert.Null(ElevenLabsErrors.Told(message));
        Assert.Null(new SpokenAudioAssembler(AudioFormat.Pcmu).Add(message));
    }

    [Fact]
    public void A_message_is_read_whatever_the_order_and_types_of_its_fields()
    {
        var message = Parse("""
            {"error":{"nested":[1]},"message":["x"],"code":"1008","contextId":7,"is_final":true,"new":{"audio":"AAAA","list":[{}]},
             "normalizedAlignment":null,"alignment":{"chars":["H","\u00fc","😀",null],"more":[1],"charStartTimesMs":[0,1.5,3],"charDurationsMs":null},"audio":"\/\/8="}
            """);

        Assert.Equal((true, null, null, null, null), (message.IsFinal, message.Error, message.Message, message.Code, message.ContextId));
        Assert.Equal([0xFF, 0xFF], message.Audio.ToArray());
        Assert.Equal(["H", "ü", "😀", string.Empty], message.Alignment!.Chars);
        Assert.Equal([0, 1.5, 3], message.Alignment.StartsMs);
        Assert.Empty(message.Alignment.DurationsMs);
    }

    [Fact]
    public void One_reader_reads_message_after_message()
    {
        var reader = new StreamInputReader();
        StreamInputMessage Read(string text) => ElevenLabsProtocol.Parse(Encoding.UTF8.GetBytes(text), reader);

        Assert.Equal(["a", "b"], Read("""{"audio":"AQIDBAUG","alignment":{"chars":["a","b"],"charStartTimesMs":[0,1]}}""").Alignment!.Chars);
        var second = Read("""{"audio":"Bw==","alignment":{"chars":["c"],"charStartTimesMs":[2]},"normalizedAlignment":{"chars":["d"]}}""");
        Assert.Equal([7], second.Audio.ToArray());
        Assert.Equal(["c"], second.Alignment!.Chars);
        Assert.Equal([2], second.Alignment.StartsMs);
        Assert.Throws<ProviderException>(() => Read("""{"audio":"AQ"""));
        var last = Read("""{"isFinal":true}""");
        Assert.True(last.IsFinal);
        Assert.True(last.Audio.IsEmpty);
        Assert.Null(last.Alignment);
    }

    internal static StreamInputMessage Parse(string text) => ElevenLabsProtocol.Parse(Encoding.UTF8.GetBytes(text));

    private static string Text(byte[] message) => Encoding.UTF8.GetString(message);
}
