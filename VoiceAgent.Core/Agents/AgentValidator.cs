using System.Text.RegularExpressions;
using FluentValidation;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Conversations.Opening;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>
/// What an agent must be to take calls. Messages are for the user; property names are paths of <see cref="Agent"/>
/// (<c>Turns.MinEndpointingDelay</c>). Thread-safe.
/// </summary>
public sealed partial class AgentValidator : AbstractValidator<Agent>
{
    public const int MaxNameLength = 80;
    public const int MaxInstructionsLength = 20_000;
    public const int MaxGreetingLength = 1_000;
    public const int MaxVocabularyLength = 1_000;
    public const int MaxVoicemailMessageLength = 1_000;
    public const int MaxScreeningAnswerLength = 300;
    public const int MaxTermLength = 50;
    public const int MaxFurtherLanguages = 5;
    public const int MaxPronunciations = 100;
    public const int MaxWordLength = 60;
    public const int MaxSayAsLength = 120;
    public const double MinVoiceSpeed = 0.7;
    public const double MaxVoiceSpeed = 1.2;

    public AgentValidator()
    {
        RuleFor(agent => agent.Name).NotEmpty().WithMessage("Give the agent a name.")
            .MaximumLength(MaxNameLength).WithMessage($"A name has at most {MaxNameLength} characters.");
        RuleFor(agent => agent.Instructions).NotEmpty().WithMessage("Tell the agent what its job is.")
            .MaximumLength(MaxInstructionsLength).WithMessage("Instructions have at most 20,000 characters.");
        RuleFor(agent => agent.Greeting).NotNull().MaximumLength(MaxGreetingLength).WithMessage("A greeting has at most 1,000 characters.");
        RuleFor(agent => agent.Language).Must(tag => tag is not null && LanguageTag().IsMatch(tag))
            .WithMessage("Enter a language tag such as en-US, de-DE or es.");
        RuleForLanguages();
        RuleForProviders();
        RuleForVoice();
        RuleForTurns();
        RuleForPickUp();
    }

    [GeneratedRegex(@"^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}\z", RegexOptions.CultureInvariant)]
    private static partial Regex LanguageTag();

    private static bool Fits(ProviderOrder? order, ProviderCategory category) =>
        order is not null && order.Distinct().Count() == order.Count
            && order.All(name => Enum.IsDefined(name) && ProviderCatalog.Get(name).Category == category);

    private static bool IsOneWord(string? name) => name is null || !name.Any(character => char.IsWhiteSpace(character) || char.IsControl(character));

    private static bool HasNoControlCharacter(string? text) => text is null || !text.Any(char.IsControl);

    private static bool IsLine(string? text, int longest) => !string.IsNullOrWhiteSpace(text) && text.Length <= longest && HasNoControlCharacter(text);

    private static void CheckPick(ProviderPick pick, ValidationContext<Agent> context)
    {
        var path = $"{nameof(Agent.Picks)}.{pick.Provider}";
        if (pick.Model is { Length: > 100 })
        {
            context.AddFailure($"{path}.{nameof(pick.Model)}", "A model name has at most 100 characters.");
        }
        else if (!IsOneWord(pick.Model))
        {
            context.AddFailure($"{path}.{nameof(pick.Model)}", "A model name has no spaces or line breaks.");
        }

        if (pick.VoiceId is { Length: > 200 })
        {
            context.AddFailure($"{path}.{nameof(pick.VoiceId)}", "A voice id has at most 200 characters.");
        }
        else if (!HasNoControlCharacter(pick.VoiceId))
        {
            context.AddFailure($"{path}.{nameof(pick.VoiceId)}", "A voice id has no line breaks.");
        }
    }

    private void RuleForLanguages() => RuleFor(agent => agent.FurtherLanguages).NotNull()
        .Must(list => list is null || list.Count <= MaxFurtherLanguages).WithMessage("An agent has at most 5 further languages.")
        .Must(list => list is null || list.All(language => language.Tag is not null && LanguageTag().IsMatch(language.Tag)))
        .WithMessage("Enter a language tag such as en-US, de-DE or es for every further language.")
        .Must((agent, list) => list is null || list.Select(language => language.Tag).Append(agent.Language).OfType<string>().Select(AgentLanguage.Primary).Distinct().Count() == list.Count + 1)
        .WithMessage("Every language of an agent is there once: callers are told apart by language, not by region.")
        .Must(list => list is null || list.SelectMany(language => language.Voices).All(voice => voice.VoiceId is null or { Length: <= 200 } && HasNoControlCharacter(voice.VoiceId)))
        .WithMessage("A voice id has at most 200 characters and no line breaks.");

    private void RuleForProviders()
    {
        RuleFor(agent => agent.SpeechToText).Must(order => Fits(order, ProviderCategory.SpeechToText))
            .WithMessage("Choose speech-to-text providers, each once.");
        RuleFor(agent => agent.LanguageModel).Must(order => Fits(order, ProviderCategory.LanguageModel))
            .WithMessage("Choose language model providers, each once.");
        RuleFor(agent => agent.TextToSpeech).Must(order => Fits(order, ProviderCategory.TextToSpeech))
            .WithMessage("Choose text-to-speech providers, each once.");
        RuleFor(agent => agent.Picks).NotNull().Custom((picks, context) =>
        {
            foreach (var pick in picks ?? ProviderPicks.None)
            {
                CheckPick(pick, context);
            }
        });
        RuleFor(agent => agent.Vocabulary).NotNull().MaximumLength(MaxVocabularyLength).WithMessage("The vocabulary has at most 1,000 characters.")
            .Must(text => text is null || text.Split('\n').All(term => term.Trim().Length <= MaxTermLength))
            .WithMessage("Write one name or term a line, each of at most 50 characters.");
    }

    private void RuleForVoice()
    {
        RuleFor(agent => agent.Pronunciations).NotNull()
            .Must(list => list is null || list.Count <= MaxPronunciations).WithMessage("The pronunciation list has at most 100 words.")
            .Must(list => list is null || list.DistinctBy(entry => entry.Word, StringComparer.OrdinalIgnoreCase).Count() == list.Count)
            .WithMessage("A word is in the pronunciation list twice.")
            .Must(list => list is null || list.All(entry => IsLine(entry.Word, MaxWordLength) && IsLine(entry.SayAs, MaxSayAsLength)))
            .WithMessage("Every word of the pronunciation list has at most 60 characters, and a way to say it of at most 120.");
        RuleFor(agent => agent.VoiceSpeed).InclusiveBetween(MinVoiceSpeed, MaxVoiceSpeed)
            .WithMessage("Speed is between 0.7 and 1.2; 1 is the voice's own pace.");
    }

    private void RuleForPickUp()
    {
        RuleFor(agent => agent.PickUp.OnVoicemail).IsInEnum().WithMessage("Choose what the agent does at a voicemail.");
        RuleFor(agent => agent.PickUp.VoicemailMessage).NotNull().MaximumLength(MaxVoicemailMessageLength).WithMessage("A voicemail message has at most 1,000 characters.")
            .Must((agent, message) => agent.PickUp.OnVoicemail is not VoicemailAction.LeaveMessage || !string.IsNullOrWhiteSpace(message))
            .WithMessage("Write the message that the agent leaves on a voicemail.");
        RuleFor(agent => agent.PickUp.ScreeningAnswer).NotNull().MaximumLength(MaxScreeningAnswerLength)
            .WithMessage("What the agent says to a screening assistant has at most 300 characters.");
    }

    private void RuleForTurns()
    {
        RuleFor(agent => agent.Turns.MinEndpointingDelay).InclusiveBetween(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3))
            .WithMessage("The min delay is between 50 and 3,000 ms.");
        RuleFor(agent => agent.Turns.MaxEndpointingDelay)
            .InclusiveBetween(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10))
            .WithMessage("The max delay is between 200 and 10,000 ms.")
            .GreaterThanOrEqualTo(agent => agent.Turns.MinEndpointingDelay)
            .WithMessage("The max delay cannot be below the min delay.");
        RuleFor(agent => agent.Turns.ShortAnswerDelay).InclusiveBetween(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(3))
            .WithMessage("The yes/no delay is between 50 and 3,000 ms.");
        RuleFor(agent => agent.Turns.NumberDelay).InclusiveBetween(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(10))
            .WithMessage("The number delay is between 200 and 10,000 ms.");
        RuleFor(agent => agent.Turns.EndOfTurnConfidence).InclusiveBetween(0, 1).WithMessage("The end-of-turn confidence is between 0 and 100 %.");
        RuleFor(agent => agent.Turns.PreemptiveDelay).InclusiveBetween(TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(2))
            .WithMessage("The delay before an answer is prepared is between 50 and 2,000 ms.");
        RuleFor(agent => agent.Turns.MinInterruptionWords).InclusiveBetween(1, 10).WithMessage("Between 1 and 10 words interrupt the agent.");
        RuleFor(agent => agent.Turns.MinInterruptionDuration).InclusiveBetween(TurnOptions.ShortestInterruption, TimeSpan.FromSeconds(3))
            .WithMessage("Speech that counts as an interruption is between 20 and 3,000 ms.");
        RuleFor(agent => agent.Turns.FalseInterruptionTimeout).InclusiveBetween(TimeSpan.FromMilliseconds(200), TimeSpan.FromSeconds(5))
            .WithMessage("The false interruption timeout is between 200 and 5,000 ms.");
        RuleFor(agent => agent.Turns.KeyPause).InclusiveBetween(TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(10))
            .WithMessage("The pause after a key is between 300 and 10,000 ms.");
        RuleFor(agent => agent.Turns.KeysEnd).Must(key => key is not null && (key.Length == 0 || (key.Length == 1 && "0123456789*#ABCD".Contains(key[0], StringComparison.Ordinal))))
            .WithMessage("The key that ends the keys is one of 0-9, *, #, A-D, or empty.");
        RuleFor(agent => agent.Turns.MaxKeys).InclusiveBetween(1, 64)
            .WithMessage("Between 1 and 64 keys are answered at once.");
        RuleFor(agent => agent.Turns.SilencePromptAfter).InclusiveBetween(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(120))
            .WithMessage("Silence before the prompt is between 3 and 120 seconds.");
        RuleFor(agent => agent.Turns.SilencePrompt).NotEmpty().WithMessage("Write what the agent asks after a silence.")
            .MaximumLength(300).WithMessage("The silence prompt has at most 300 characters.");
        RuleFor(agent => agent.Turns.SilencePromptsBeforeHangUp).InclusiveBetween(1, 10)
            .WithMessage("Between 1 and 10 silence prompts before hanging up.");
        RuleFor(agent => agent.Turns.SilenceGoodbye).NotEmpty().WithMessage("Write what the agent says before it hangs up after silence.")
            .MaximumLength(300).WithMessage("The goodbye after silence has at most 300 characters.");
        RuleFor(agent => agent.Turns.MaxCallDuration).InclusiveBetween(TimeSpan.FromMinutes(1), TimeSpan.FromHours(4))
            .WithMessage("The longest call is between 1 and 240 minutes.");
        RuleFor(agent => agent.Turns.MaxDurationGoodbye).NotEmpty().WithMessage("Write what the agent says when the longest call is over.")
            .MaximumLength(300).WithMessage("The goodbye at the longest call has at most 300 characters.");
        RuleFor(agent => agent.Turns.Apology).NotEmpty().WithMessage("Write what the agent says when a provider fails.")
            .MaximumLength(500).WithMessage("The apology has at most 500 characters.");
    }
}
