using VoiceAgent.Core.Conversations.Languages;

namespace VoiceAgent.Tests.Core.Conversations.Languages;

[Trait("Kind", "Unit")]
public sealed class LanguageSwitchTests
{
    private readonly LanguageSwitch _language = new("en-US", ["de-DE", "ja"]);

    [Fact]
    public void A_turn_in_another_language_changes_it_and_one_in_the_first_changes_it_back()
    {
        Assert.Equal("de-DE", Turn(("Ich möchte einen Termin.", "de")));
        Assert.Null(Turn(("Am Montag um neun.", "de")));
        Assert.Equal("en-US", Turn(("Actually, let's speak English.", "en-GB")));
        Assert.Equal("ja", Turn(("営業時間は", "ja")));
        Assert.Equal("ja", _language.Current);
    }

    [Theory]
    [InlineData("Ja.", "de")]
    [InlineData("Ciao, come stai oggi?", "it")]
    [InlineData("Can you hear me at all?", null)]
    [InlineData("Can you hear me at all?", "en")]
    public void One_word_a_language_that_is_not_spoken_or_none_at_all_changes_nothing(string text, string? reported)
    {
        Assert.Null(Turn((text, reported)));
        Assert.Equal("en-US", _language.Current);
    }

    [Fact]
    public void Two_short_answers_in_a_row_are_enough()
    {
        Assert.Null(Turn(("Ja.", "de")));
        Assert.Equal("de-DE", Turn(("Nein.", "de")));
        Assert.Null(Turn(("Yes.", "en")));
        Assert.Null(Turn(("Ja.", "de")));
        Assert.Null(Turn(("Yes.", "en")));
        Assert.Equal("en-US", Turn(("No.", "en")));
    }

    [Fact]
    public void What_most_of_a_turn_is_said_in_counts()
    {
        Assert.Null(Turn(("I want the Apfelkuchen, please.", "en"), ("Apfelkuchen", "de")));
        Assert.Equal("de-DE", Turn(("Okay.", "en"), ("Dann nehme ich den Apfelkuchen mit Sahne.", "de")));
    }

    [Fact]
    public void Without_further_languages_nothing_changes()
    {
        var only = new LanguageSwitch("en-US", []);
        only.Heard("Ich möchte einen Termin.", "de");

        Assert.Null(only.Decide());
    }

    private string? Turn(params (string Text, string? Language)[] words)
    {
        foreach (var (text, language) in words)
        {
            _language.Heard(text, language);
        }

        return _language.Decide();
    }
}
