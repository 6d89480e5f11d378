using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>Words of the agent pages.</summary>
public static class AgentsText
{
    public const string Title = "Agents";
    public const string Lead = "An agent answers the phone: what it is told to do, what it says first, and in which voice.";
    public const string NewTitle = "New agent";
    public const string New = "New agent";
    public const string EmptyTitle = "No agents yet";
    public const string EmptyText = "Describe who answers your calls. The defaults are good; you can change everything later.";
    public const string CreateFirst = "Create your first agent";
    public const string NoNumbers = "Answers no number yet";
    public const string Numbers = "Numbers";
    public const string NumbersLead = "Calls to these numbers are answered by this agent.";
    public const string NumbersLink = "Choose on the Numbers page";
    public const string NotFoundTitle = "There is no such agent";
    public const string NotFoundText = "It may have been deleted.";
    public const string BackToList = "All agents";

    public const string Basics = "What the agent does";
    public const string Name = "Name";
    public const string NameHelp = "Only you see it.";
    public const string Instructions = "Instructions";
    public const string InstructionsHelp = "Who the agent is, what it knows and what it must not do. The language model reads this before every answer.";
    public const string Greeting = "Greeting";
    public const string GreetingHelp = "The first thing said. Empty: the agent waits for the caller to speak.";
    public const string Language = "Language";
    public const string LanguageHelp = "A language tag such as en-US, de-DE or es.";

    public const string Providers = "Voice and providers";
    public const string SpeechToText = "Speech-to-text";
    public const string LanguageModel = "Language model";
    public const string TextToSpeech = "Text-to-speech";
    public const string Automatic = "Automatic";
    public const string AutomaticExplained = "Automatic: every provider with a usable key, in this order. When one fails in a call, the next takes over.";
    public const string OrderExplained = "The first with a usable key carries the call. When it fails in a call, the next takes over.";
    public const string LeaveOut = "Leave out";
    public const string Vocabulary = "Vocabulary";
    public const string VocabularyHelp = "Names and terms that callers say, one a line: speech-to-text listens for them.";
    public const string PicksExplained = "Each provider has its own model and voice, so that one that takes over sounds as you chose. Type to search those of your key, or enter any other name. Empty: a default that is fast.";
    public const string DefaultPlaceholder = "Default";
    public const string FurtherLanguages = "Further languages";
    public const string FurtherLanguagesHelp = "When the caller speaks one of these, the agent answers in it, and changes back with the caller. Fixed lines such as the greeting stay in the main language.";
    public const string AddLanguage = "Add a language";
    public const string SameVoice = "Same voice";
    public const string Pronunciations = "Pronunciation";
    public const string PronunciationsHelp = "Names and terms that the voice says wrong: write them as they sound. Whole words, in any case; the transcript keeps the word.";
    public const string AddPronunciation = "Add a word";
    public const string Hear = "Hear it";
    public const string Speaking = "Speaking…";
    public const string NothingToHear = "Write the word first.";
    public const string Sample = "Hello, thanks for calling. How can I help you?";
    public const string Speed = "Speed";
    public const string SpeedHelp = "1 is the voice's own pace; 0.7 to 1.2.";

    public const string Turns = "Turn taking, silence and limits";
    public const string KeysTitle = "Keys the caller presses";
    public const string KeyPause = "Pause after a key (ms)";
    public const string KeyPauseHelp = "The keys pressed before it are answered together.";
    public const string KeysEnd = "Key that ends them";
    public const string KeysEndHelp = "Answered at once after it, such as #. Empty is none.";
    public const string MaxKeys = "Most keys";
    public const string MaxKeysHelp = "Answered at once when so many have been pressed, such as 4 for a PIN.";
    public const string KeysInterrupt = "A key interrupts the agent";
    public const string SilenceAfter = "Silence prompt after (seconds)";
    public const string SilenceAfterHelp = "Silence of both sides before the agent asks whether the caller is still there.";
    public const string SilencePrompt = "Silence prompt";
    public const string SilencePromptHelp = "What the agent asks then.";
    public const string SilencePrompts = "Silence prompts before hanging up";
    public const string SilencePromptsHelp = "Unanswered prompts after which the call ends.";
    public const string SilenceGoodbye = "Goodbye after silence";
    public const string SilenceGoodbyeHelp = "Said before the call ends because nobody answered the prompts.";
    public const string MaxDuration = "Longest call (minutes)";
    public const string MaxDurationHelp = "The call ends then, whatever is being said.";
    public const string MaxDurationGoodbye = "Goodbye at the longest call";
    public const string MaxDurationGoodbyeHelp = "Said before the call ends because it reached that length.";
    public const string Apology = "Apology";
    public const string ApologyHelp = "Said before a call ends because a provider failed.";

    public const string Save = "Save";
    public const string Create = "Create agent";
    public const string Saving = "Saving…";
    public const string Saved = "The agent is saved. The next call uses it.";
    public const string HasProblems = "Nothing was saved yet: look at the marked fields.";
    public const string Gone = "This agent was deleted meanwhile. Copy what you need and create a new one.";
    public const string Delete = "Delete agent";

    public const string DefaultName = "Receptionist";
    public const string DefaultGreeting = "Hello, thanks for calling. How can I help you?";

    public const string DefaultInstructions =
        """
        You are the friendly receptionist of [company name] and you are on the phone.

        What you know:
        - Opening hours: Monday to Friday, 9 am to 5 pm.
        - Address: [street and town].
        - [Services, prices, frequent questions.]

        How you speak:
        - One or two short sentences at a time, in plain spoken language. No lists, no symbols, no links.
        - Ask one question at a time. If you did not understand, say so and ask again.
        - If you do not know something, say so and offer that somebody calls back. Never make anything up.
        - When the caller has everything, say goodbye.
        """;

    public static string FurtherLanguage(int number) => $"Further language {number}";

    public static string LanguageVoice(string provider, int number) => $"{provider} voice for language {number}";

    public static string RemoveLanguage(int number) => $"Remove language {number}";

    public static string PronunciationWord(int number) => $"Word {number}";

    public static string PronunciationSayAs(int number) => $"Say word {number} as";

    public static string RemovePronunciation(int number) => $"Remove word {number}";

    public static string HearVoice(string provider) => $"{Hear}: the {provider} voice";

    public static string HearPronunciation(int number) => $"{Hear}: word {number}";

    /// <summary>What a voice reads to be judged: the greeting's beginning, or a usual one.</summary>
    public static string SampleOf(string? greeting) =>
        string.IsNullOrWhiteSpace(greeting) ? Sample : greeting.Trim() is { Length: > VoicePreviews.MaxTextLength } text ? text[..VoicePreviews.MaxTextLength] : greeting.Trim();

    public static string ModelAt(string provider) => $"{provider} model";

    public static string VoiceAt(string provider) => $"{provider} voice";

    /// <summary>What to make of suggestions that the provider did not give just now; null when it did.</summary>
    public static string? ListTrouble(string provider, ChoiceKind kind, ChoiceListing listing, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(listing);
        if (listing.Trouble is not { } trouble)
        {
            return null;
        }

        var what = kind.ToString().ToLowerInvariant() + "s";
        var minutes = (int)(now - (listing.RememberedFrom ?? now)).TotalMinutes;
        var why = trouble is ProviderErrorKind.Unauthorized ? $"Your {provider} key may not read the list of {what}." : $"{provider} did not give its list of {what} just now.";
        return listing switch
        {
            { RememberedFrom: not null } => $"{why} Suggested are those of {(minutes < 120 ? $"{minutes} minutes" : $"{minutes / 60} hours")} ago.",
            { Choices.Count: 0 } => $"{why} You can still enter one by hand.",
            _ => $"{why} Suggested are those known here; you can enter any other.",
        };
    }

    public static string ProviderOption(string provider, bool isUsable) => isUsable ? provider : $"{provider} – no usable key";

    public static string Earlier(string provider) => $"Move {provider} up";

    public static string Later(string provider) => $"Move {provider} down";

    public static string LeaveOutProvider(string provider) => $"Leave out {provider}";

    public static string UseProvider(string provider) => $"Use {provider} too";

    public static string MovedTo(string provider, int place) => $"{provider} is now number {place}.";

    public static string LeftOut(string provider) => $"{provider} is left out.";

    public static string NumberCount(int count) => count == 1 ? "Answers 1 number" : $"Answers {count} numbers";

    public static Confirmation DeleteQuestion(string name, IReadOnlyList<string> numbers)
    {
        const string Final = "The agent is deleted for good. Calls it has made stay in the history.";
        var loss = $"These numbers lose their agent, and calls to them are rejected until you choose another one: {string.Join(", ", numbers)}.";
        return new Confirmation($"Delete the agent {name}?", numbers.Count == 0 ? [Final] : [loss, Final], Delete);
    }
}
