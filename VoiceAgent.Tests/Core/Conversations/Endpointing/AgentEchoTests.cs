using VoiceAgent.Core.Conversations.Endpointing;

namespace VoiceAgent.Tests.Core.Conversations.Endpointing;

[Trait("Kind", "Unit")]
public sealed class AgentEchoTests
{
    [Theory]
    [InlineData("this is the bakery", "Hello, this is the bakery.", true)]
    [InlineData("This is the bakery.", "Hello, this is the bakery. How can I help", true)]
    [InlineData("this is a bakery how", "Hello, this is the bakery. How can I help", true)]
    [InlineData("the bake", "Hello, this is the bakery.", true)]
    [InlineData("bakery", "Hello, this is the bakery.", true)]
    [InlineData("this was", "Hello, this is the bakery.", false)]
    [InlineData("is this the bakery", "Hello, this is the bakery.", false)]
    [InlineData("this is the bakery wait please", "Hello, this is the bakery.", false)]
    [InlineData("hello", "Hello, this is the bakery. How can I help you today?", false)]
    [InlineData("yes", "Please say yes or no", false)]
    [InlineData("stop", "Say stop at any time", false)]
    [InlineData("one two three", "one two three four five six seven eight nine ten eleven twelve", false)]
    [InlineData("hello", "", false)]
    [InlineData("", "Hello", false)]
    public void An_echo_repeats_what_was_heard_of_the_agent_just_before(string said, string heard, bool isEcho) =>
        Assert.Equal(isEcho, AgentEcho.IsEcho(said, heard, CallerLanguage.Of("en-US")));

    [Theory]
    [InlineData("en", "Okay, thanks, bye bye.", true)]
    [InlineData("en", "You too, have a nice day", true)]
    [InlineData("en", "thanks but", false)]
    [InlineData("en", "wait", false)]
    [InlineData("de", "Vielen Dank, auf Wiederhören.", true)]
    [InlineData("es", "Muchas gracias, hasta luego", true)]
    [InlineData("fr", "Merci beaucoup, au revoir", true)]
    [InlineData("fr", "Merci, mais attendez", false)]
    public void Farewells_are_told_from_words_by_language(string language, string text, bool expected) =>
        Assert.Equal(expected, CallerWords.IsFarewell(text, CallerLanguage.Of(language)));
}
