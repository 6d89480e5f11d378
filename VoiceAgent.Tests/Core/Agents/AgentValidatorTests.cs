using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Spoken;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Core.Agents;

[Trait("Kind", "Unit")]
public sealed class AgentValidatorTests
{
    private static readonly AgentValidator Validator = new();

    public static TheoryData<string, Func<Agent, Agent>> Wrong => new()
    {
        { "Name", agent => agent with { Name = " " } },
        { "Name", agent => agent with { Name = new string('a', 81) } },
        { "Instructions", agent => agent with { Instructions = string.Empty } },
        { "Instructions", agent => agent with { Instructions = new string('a', 20_001) } },
        { "Greeting", agent => agent with { Greeting = new string('a', 1_001) } },
        { "Language", agent => agent with { Language = "English" } },
        { "Language", agent => agent with { Language = "en-US\n" } },
        { "SpeechToText", agent => agent with { SpeechToText = [ProviderName.OpenAI] } },
        { "LanguageModel", agent => agent with { LanguageModel = [ProviderName.OpenAI, ProviderName.OpenAI] } },
        { "TextToSpeech", agent => agent with { TextToSpeech = [(ProviderName)99] } },
        { "Picks.OpenAI.Model", agent => agent with { Picks = [new() { Provider = ProviderName.OpenAI, Model = "gpt 4" }] } },
        { "Picks.Deepgram.Model", agent => agent with { Picks = [new() { Provider = ProviderName.Deepgram, Model = new string('a', 101) }] } },
        { "Picks.Hume.VoiceId", agent => agent with { Picks = [new() { Provider = ProviderName.Hume, VoiceId = new string('a', 201) }] } },
        { "FurtherLanguages", agent => agent with { FurtherLanguages = [new() { Tag = "German" }] } },
        { "FurtherLanguages", agent => agent with { Language = "en-US", FurtherLanguages = [new() { Tag = "en-GB" }] } },
        { "FurtherLanguages", agent => agent with { FurtherLanguages = [new() { Tag = "de-DE" }, new() { Tag = "de-AT" }] } },
        { "FurtherLanguages", agent => agent with { FurtherLanguages = [.. new[] { "de", "fr", "es", "it", "nl", "pl" }.Select(tag => new AgentLanguage { Tag = tag })] } },
        { "FurtherLanguages", agent => agent with { FurtherLanguages = [new() { Tag = "de", Voices = [new() { Provider = ProviderName.Hume, VoiceId = "a\nb" }] }] } },
        { "Pronunciations", agent => agent with { Pronunciations = [new("SQL", "sequel"), new("sql", "S Q L")] } },
        { "Pronunciations", agent => agent with { Pronunciations = [new("SQL", " ")] } },
        { "Pronunciations", agent => agent with { Pronunciations = [new(new string('a', 61), "a")] } },
        { "Pronunciations", agent => agent with { Pronunciations = [new("a", "a\nb")] } },
        { "Pronunciations", agent => agent with { Pronunciations = [.. Enumerable.Range(0, 101).Select(number => new Pronunciation($"w{number}", "a"))] } },
        { "Vocabulary", agent => agent with { Vocabulary = new string('a', 51) } },
        { "Vocabulary", agent => agent with { Vocabulary = string.Join('\n', Enumerable.Repeat("twenty one characters", 60)) } },
        { "Picks.Hume.VoiceId", agent => agent with { Picks = [new() { Provider = ProviderName.Hume, VoiceId = "Ava\nSong" }] } },
        { "VoiceSpeed", agent => agent with { VoiceSpeed = 0.69 } },
        { "VoiceSpeed", agent => agent with { VoiceSpeed = 1.21 } },
        { "VoiceSpeed", agent => agent with { VoiceSpeed = double.NaN } },
        { "Turns.MinEndpointingDelay", Turns(turns => turns with { MinEndpointingDelay = TimeSpan.Zero }) },
        { "Turns.MaxEndpointingDelay", Turns(turns => turns with { MaxEndpointingDelay = TimeSpan.FromSeconds(11) }) },
        { "Turns.MaxEndpointingDelay", Turns(turns => turns with { MaxEndpointingDelay = turns.MinEndpointingDelay - TimeSpan.FromMilliseconds(1) }) },
        { "Turns.MinInterruptionDuration", Turns(turns => turns with { MinInterruptionDuration = TimeSpan.FromSeconds(4) }) },
        { "Turns.KeyPause", Turns(turns => turns with { KeyPause = TimeSpan.FromSeconds(11) }) },
        { "Turns.KeysEnd", Turns(turns => turns with { KeysEnd = "##" }) },
        { "Turns.MaxKeys", Turns(turns => turns with { MaxKeys = 0 }) },
        { "Turns.FalseInterruptionTimeout", Turns(turns => turns with { FalseInterruptionTimeout = TimeSpan.FromSeconds(6) }) },
        { "Turns.SilenceGoodbye", Turns(turns => turns with { SilenceGoodbye = string.Empty }) },
        { "Turns.MaxDurationGoodbye", Turns(turns => turns with { MaxDurationGoodbye = new string('a', 301) }) },
        { "Turns.SilencePromptAfter", Turns(turns => turns with { SilencePromptAfter = TimeSpan.FromSeconds(2) }) },
        { "Turns.SilencePrompt", Turns(turns => turns with { SilencePrompt = string.Empty }) },
        { "Turns.SilencePromptsBeforeHangUp", Turns(turns => turns with { SilencePromptsBeforeHangUp = 0 }) },
        { "Turns.MaxCallDuration", Turns(turns => turns with { MaxCallDuration = TimeSpan.FromHours(5) }) },
        { "Turns.Apology", Turns(turns => turns with { Apology = new string('a', 501) }) },
    };

    [Fact]
    public void The_defaults_and_the_limits_themselves_are_fine()
    {
        var agent = new AgentBuilder().Build();
        var atTheLimits = agent with
        {
            Name = new string('a', 80),
            Instructions = new string('a', 20_000),
            Greeting = string.Empty,
            Language = "zh-Hant-TW",
            FurtherLanguages = [.. new[] { "de", "fr", "es", "it", "nl" }.Select(tag => new AgentLanguage { Tag = tag })],
            SpeechToText = [ProviderName.Deepgram],
            Picks = [new() { Provider = ProviderName.Deepgram, Model = "flux-general-en" }],
            Pronunciations = [.. Enumerable.Range(0, 100).Select(number => new Pronunciation($"w{number}", new string('a', 120)))],
            Vocabulary = string.Join('\n', Enumerable.Repeat(new string('a', 49), 20)),
            VoiceSpeed = 0.7,
            Turns = agent.Turns with { MinEndpointingDelay = TimeSpan.FromSeconds(1), MaxEndpointingDelay = TimeSpan.FromSeconds(1) },
        };

        Assert.Empty(Validator.Validate(agent).Errors);
        Assert.Empty(Validator.Validate(atTheLimits).Errors);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_take_calls_is_refused_at_its_field(string path, Func<Agent, Agent> change)
    {
        var problems = Validator.Validate(change(new AgentBuilder().Build())).Errors;

        Assert.Equal([path], problems.Select(problem => problem.PropertyName).Distinct());
    }

    private static Func<Agent, Agent> Turns(Func<TurnOptions, TurnOptions> change) => agent => agent with { Turns = change(agent.Turns) };
}
