using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class SentenceBufferTests
{
    [Theory]
    [InlineData("Good morning to you. How can I help you today?", "Good morning to you.", "How can I help you today?")]
    [InlineData("Certainly sir, we open at eight o'clock, and close at ten.", "Certainly sir,", "we open at eight o'clock, and close at ten.")]
    [InlineData("Please see Dr. Smith at 3.5 miles from St. Mary. He is in.", "Please see Dr. Smith at 3.5 miles from St. Mary.", "He is in.")]
    [InlineData("We sell bread, e.g. rye bread. It is good.", "We sell bread,", "e.g. rye bread. It is good.")]
    [InlineData("Let me think... there is one. Yes indeed there is.", "Let me think...", "there is one. Yes indeed there is.")]
    [InlineData("She said \"we are open.\" Then she left the shop.", "She said \"we are open.\"", "Then she left the shop.")]
    [InlineData("**Bold** words and `code` are said. # Heading too, is it not.", "Bold words and code are said.", "# Heading too, is it not.")]
    [InlineData("## Opening hours\n- Monday to Friday\n- Saturday", "Opening hours.", "- Monday to Friday. - Saturday")]
    [InlineData("営業時間は八時からです。ありがとう。", "営業時間は八時からです。", "ありがとう。")]
    [InlineData("Yes.", "Yes.")]
    [InlineData("  \n ", new string[0])]
    [InlineData("... !", new string[0])]
    public void Text_is_cut_into_what_a_voice_can_speak(string text, params string[] pieces)
    {
        Assert.Equal(pieces, Split(text, text.Length));
        Assert.Equal(pieces, Split(text, 1));
        Assert.Equal(pieces, Split(text, 3));
    }

    [Fact]
    public void Text_without_any_mark_is_cut_between_words_after_a_while()
    {
        var pieces = Split(string.Join(' ', Enumerable.Repeat("word", 200)), 7);

        Assert.All(pieces, piece => Assert.InRange(piece.Length, 1, 220));
        Assert.Equal(Enumerable.Repeat("word", 200), string.Join(' ', pieces).Split(' '));
    }

    [Fact]
    public void A_number_still_being_written_is_not_cut_at_its_point()
    {
        var buffer = new SentenceBuffer();
        buffer.Append("It costs about 12.");
        Assert.Null(buffer.Take());

        buffer.Append("50 euros in all. ");

        Assert.Equal("It costs about 12.50 euros in all.", buffer.Take());
    }

    private static List<string> Split(string text, int step)
    {
        var buffer = new SentenceBuffer();
        var pieces = new List<string>();
        for (var i = 0; i < text.Length; i += step)
        {
            buffer.Append(text[i..Math.Min(text.Length, i + step)]);
            while (buffer.Take() is { } piece)
            {
                pieces.Add(piece);
            }
        }

        while (buffer.TakeRest() is { } rest)
        {
            pieces.Add(rest);
        }

        return pieces;
    }
}
