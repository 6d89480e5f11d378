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
    [InlineData("## Opening hours\n- Monday to Friday\n- Saturday", "Opening hours.", "Monday to Friday. Saturday")]
    [InlineData("Write to first_last@example.com or to me. Then wait a bit for us.", "Write to first_last@example.com or to me.", "Then wait a bit for us.")]
    [InlineData("Read [our site](https://example.com/a_b.html) and _do_ ask. It is **5 * 3** or 4*2, ~10 in all.", "Read our site and do ask.", "It is 5 * 3 or 4*2, ~10 in all.")]
    [InlineData("It begins on May 12, 2026 and ends soon. Please do come by.", "It begins on May 12, 2026 and ends soon.", "Please do come by.")]
    [InlineData("1. Press the button now\n2. Wait for it", "1. Press the button now.", "2. Wait for it")]
    [InlineData("```json\nsome code here\n```\nIt is done now.", "some code here.", "It is done now.")]
    [InlineData("Call +1 415 555 0100. It is open all day long.", "Call +1 415 555 0100.", "It is open all day long.")]
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

    [Theory]
    [InlineData("Wir öffnen am 3. Mai um acht. Kommen Sie doch vorbei.", "Wir öffnen am 3. Mai um acht.", "Kommen Sie doch vorbei.")]
    [InlineData("Es gibt Brot, z. B. mit Nüssen und Rosinen. Es schmeckt sehr gut.", "Es gibt Brot,", "z. B. mit Nüssen und Rosinen.", "Es schmeckt sehr gut.")]
    public void German_numbers_and_abbreviations_keep_their_dots(string text, params string[] pieces) => Assert.Equal(pieces, Split(text, 1, "de-DE"));

    private static List<string> Split(string text, int step, string language = "en-US")
    {
        var buffer = new SentenceBuffer(language);
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
