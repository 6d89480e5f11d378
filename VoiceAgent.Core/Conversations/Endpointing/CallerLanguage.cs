using System.Collections.Frozen;

namespace VoiceAgent.Core.Conversations.Endpointing;

/// <summary>The words of one language that tell where a caller is in what they say. All are lower case; phrases have their words apart.</summary>
public sealed class CallerLanguage
{
    /// <summary>Said to show that one listens; over the agent they are no wish to speak. Phrases of up to three words.</summary>
    public required FrozenSet<string> Acknowledgements { get; init; }

    /// <summary>Each of these takes the word from the agent, however few words are said.</summary>
    public required FrozenSet<string> Interrupts { get; init; }

    /// <summary>Said over a goodbye, these answer it and are no wish to go on. Phrases of up to three words.</summary>
    public required FrozenSet<string> Farewells { get; init; }

    /// <summary>A sentence that ends in one of these goes on.</summary>
    public required FrozenSet<string> Unfinished { get; init; }

    /// <summary>These even before a full stop: providers close segments with one whatever they hold.</summary>
    public required FrozenSet<string> NeverLast { get; init; }

    /// <summary>Digits and numbers as words, and what is said between them.</summary>
    public required FrozenSet<string> Numbers { get; init; }

    /// <summary>Ends of numbers written as one word, such as <c>siebenundzwanzig</c>.</summary>
    public string[] NumberEndings { get; init; } = [];

    /// <summary>Answers to a yes/no question that are complete by themselves.</summary>
    public required FrozenSet<string> ShortAnswers { get; init; }

    /// <summary>Words of a question that yes or no does not answer.</summary>
    public required FrozenSet<string> QuestionWords { get; init; }

    /// <summary>How "@" is said.</summary>
    public required FrozenSet<string> AtSigns { get; init; }

    /// <summary>How "." is said within an e-mail address.</summary>
    public required FrozenSet<string> Dots { get; init; }

    /// <summary>Parts of words by which the agent asks for a number.</summary>
    public required string[] AsksForNumber { get; init; }

    /// <summary>Parts of words by which the agent asks for spelling.</summary>
    public required string[] AsksForSpelling { get; init; }

    /// <summary>The language of a BCP 47 tag; where its words are not known, only what is said in all languages and punctuation count.</summary>
    public static CallerLanguage Of(string tag)
    {
        ArgumentNullException.ThrowIfNull(tag);
        return tag.Split('-')[0].ToLowerInvariant() switch
        {
            "en" => CallerLanguages.English,
            "de" => CallerLanguages.German,
            "es" => CallerLanguages.Spanish,
            "fr" => CallerLanguages.French,
            _ => CallerLanguages.Any,
        };
    }
}
