using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Tests.Core.Conversations.Endpointing;

[Trait("Kind", "Unit")]
public sealed class CallerWordsTests
{
    [Theory]
    [InlineData("en-US", "uh-huh", true)]
    [InlineData("en-US", "Mhm.", true)]
    [InlineData("en-US", "Okay, yeah.", true)]
    [InlineData("en-US", "I see", true)]
    [InlineData("en-GB", "That's right, of course", true)]
    [InlineData("en-US", "I", false)]
    [InlineData("en-US", "see", false)]
    [InlineData("en-US", "no", false)]
    [InlineData("en-US", "yeah but", false)]
    [InlineData("en-US", "wait", false)]
    [InlineData("en-US", "yes yes yes yes yes", false)]
    [InlineData("en-US", "genau", false)]
    [InlineData("en-US", "", false)]
    [InlineData("de-DE", "Ja, genau.", true)]
    [InlineData("de", "Alles klar", true)]
    [InlineData("de-AT", "Ach so, verstehe.", true)]
    [InlineData("de-DE", "nein", false)]
    [InlineData("de-DE", "ja aber", false)]
    [InlineData("es-ES", "Claro que sí.", true)]
    [InlineData("es-MX", "sí, ya veo", true)]
    [InlineData("es", "pero", false)]
    [InlineData("fr-FR", "D'accord, très bien.", true)]
    [InlineData("fr", "Oui oui", true)]
    [InlineData("fr", "attendez", false)]
    [InlineData("pl-PL", "mhm", true)]
    [InlineData("pl-PL", "yes", false)]
    public void Acknowledgements_are_told_from_words_by_language(string language, string text, bool expected) =>
        Assert.Equal(expected, CallerWords.IsBackchannel(text, CallerLanguage.Of(language)));

    [Theory]
    [InlineData("en-US", "I would like two rolls and", true)]
    [InlineData("en-US", "I would like two rolls and.", true)]
    [InlineData("en-US", "well,", true)]
    [InlineData("en-US", "my number is", true)]
    [InlineData("en-US", "I think…", true)]
    [InlineData("en-US", "what is that", true)]
    [InlineData("en-US", "What is that?", false)]
    [InlineData("en-US", "Come on in.", false)]
    [InlineData("en-US", "two rolls please", false)]
    [InlineData("en-US", "", false)]
    [InlineData("de-DE", "Ich möchte zwei Brötchen und", true)]
    [InlineData("de-DE", "Meine Nummer ist", true)]
    [InlineData("de-DE", "Ich rufe an, weil.", true)]
    [InlineData("de-DE", "Ich hätte gern zwei Brötchen", false)]
    [InlineData("es-ES", "Quiero dos panes y", true)]
    [InlineData("es-ES", "Mi nombre es", true)]
    [InlineData("es-ES", "Quiero dos panes", false)]
    [InlineData("fr-FR", "Je voudrais deux pains et", true)]
    [InlineData("fr-FR", "Je voudrais deux pains", false)]
    [InlineData("pl-PL", "chciałbym dwie bułki i", false)]
    [InlineData("pl-PL", "chciałbym dwie bułki,", true)]
    public void Unfinished_sentences_are_recognised_by_language(string language, string text, bool expected) =>
        Assert.Equal(expected, CallerWords.LooksUnfinished(text, CallerLanguage.Of(language)));

    [Theory]
    [InlineData("one, two three", 0, "")]
    [InlineData("one, two three", 2, "one, two")]
    [InlineData("one two.", 2, "one two")]
    [InlineData("one", 5, "one")]
    public void Words_are_taken_as_they_are_written(string text, int count, string taken) => Assert.Equal(taken, CallerWords.Take(text, count));

    [Theory]
    [InlineData("one two three", 0, "one two three")]
    [InlineData("one, two three", 1, "two three")]
    [InlineData("one two three", 3, "")]
    [InlineData("one", 5, "")]
    public void Words_are_skipped(string text, int count, string rest) => Assert.Equal(rest, CallerWords.Skip(text, count));
}
