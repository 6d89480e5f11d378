using System.Text;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

[Trait("Kind", "Unit")]
public sealed class MediaCommandTests
{
    [Fact]
    public void Media_mark_and_clear_are_read()
    {
        Assert.Equal([1, 2, 3], Assert.IsType<MediaCommand.Media>(Read("""{"event":"media","media":{"payload":"AQID"}}""")).Audio);
        Assert.Equal(new MediaCommand.Mark("utt-17"), Read("""{"event":"mark","mark":{"name":"utt-17"}}"""));
        Assert.Equal(new MediaCommand.Clear(), Read("""{"event":"clear","stream_id":"ignored"}"""));
    }

    [Theory]
    [InlineData("", 100003)]
    [InlineData("{", 100003)]
    [InlineData("[]", 100003)]
    [InlineData("7", 100003)]
    [InlineData("{}", 100003)]
    [InlineData("""{"event":7}""", 100003)]
    [InlineData("""{"event":"dance"}""", 100003)]
    [InlineData("""{"event":"media"}""", 100003)]
    [InlineData("""{"event":"media","media":[]}""", 100003)]
    [InlineData("""{"event":"media","media":{"payload":7}}""", 100003)]
    [InlineData("""{"event":"mark","mark":{}}""", 100003)]
    [InlineData("""{"event":"media","media":{"payload":"***"}}""", 100004)]
    public void What_cannot_be_read_is_answered_with_an_error_frame(string text, int code) =>
        Assert.Equal(code, Assert.IsType<MediaCommand.Refused>(Read(text)).Error.Code);

    private static MediaCommand Read(string text) => MediaCommand.Read(Encoding.UTF8.GetBytes(text));
}
