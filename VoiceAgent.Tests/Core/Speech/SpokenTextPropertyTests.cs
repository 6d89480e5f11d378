using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class SpokenTextPropertyTests
{
    private static readonly string[] Fragments =
    [
        "$12.50", "€", "1/2", "12:30", "+1 415", "0", "99999999999999999999", "12.", ".5", "a@b.c", "@", "May 12", "31.12.", "z. B.", "🎉", "5 %", "-", "–", "(", ")", "°C", "1er",
        "https://", "www.x.de/", "AB-1", "#", "&", "½", "3 1/2", "word", "Dr.", "  ", "\u00A0", "1'000", "1.2.3", "00:00", "12 pm", "M.", "\uD83D", "7h", "２", "٣", "12 345 678", "£1m", "1-", "--", "№5",
    ];

    [Theory]
    [InlineData("en-US")]
    [InlineData("en-GB")]
    [InlineData("de")]
    [InlineData("es")]
    [InlineData("fr")]
    [InlineData("ja")]
    public void Whatever_is_written_is_said_word_by_word(string language)
    {
        var random = new Random(7);
        var text = SpokenText.For(language, [new("word", "wurd"), new("5 %", "five")]);
        for (var round = 0; round < 3000; round++)
        {
            var written = string.Join(random.Next(3) == 0 ? string.Empty : " ", Enumerable.Range(0, random.Next(1, 9)).Select(_ => Fragments[random.Next(Fragments.Length)]));

            var line = text.Say(written);

            var words = line.Spoken.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
            Assert.Equal(written.Split(' ', StringSplitOptions.RemoveEmptyEntries).Length, line.HeardAfter.Count);
            Assert.Equal(line.HeardAfter.Order(), line.HeardAfter);
            Assert.True(line.HeardAfter.Count == 0 || line.HeardAfter[^1] == words, $"{language}: '{written}' is said '{line.Spoken}'");
            Assert.True(line.Spoken == written || !line.Spoken.Contains("  ", StringComparison.Ordinal));
        }
    }
}
