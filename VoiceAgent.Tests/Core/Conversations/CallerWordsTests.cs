using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Tests.Core.Conversations;

[Trait("Kind", "Unit")]
public sealed class CallerWordsTests
{
    [Theory]
    [InlineData("uh-huh", true)]
    [InlineData("Mhm.", true)]
    [InlineData("Okay, yeah.", true)]
    [InlineData("I see", true)]
    [InlineData("I", false)]
    [InlineData("no", false)]
    [InlineData("yeah but", false)]
    [InlineData("wait", false)]
    [InlineData("yes yes yes yes yes", false)]
    [InlineData("", false)]
    public void Backchannels_are_told_from_words(string text, bool expected) => Assert.Equal(expected, CallerWords.IsBackchannel(text));

    [Theory]
    [InlineData("I would like two rolls and", true)]
    [InlineData("I would like two rolls and.", true)]
    [InlineData("well,", true)]
    [InlineData("my number is", true)]
    [InlineData("I think…", true)]
    [InlineData("what is that", true)]
    [InlineData("What is that?", false)]
    [InlineData("Come on in.", false)]
    [InlineData("two rolls please", false)]
    [InlineData("", false)]
    public void Unfinished_sentences_are_recognised(string text, bool expected) => Assert.Equal(expected, CallerWords.LooksUnfinished(text));

    [Theory]
    [InlineData("one two three", 0, "one two three")]
    [InlineData("one, two three", 1, "two three")]
    [InlineData("one two three", 3, "")]
    [InlineData("one", 5, "")]
    public void Words_are_skipped(string text, int count, string rest) => Assert.Equal(rest, CallerWords.Skip(text, count));
}
