using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Agents;

namespace VoiceAgent.Tests.Web.Agents;

[Trait("Kind", "Unit")]
public sealed class AgentDraftTests
{
    [Fact]
    public void Whatever_an_agent_says_of_itself_survives_the_form()
    {
        var agent = new Agent
        {
            Id = AgentId.New(),
            AccountId = AccountId.New(),
            Name = "Reception",
            Instructions = "Line one\nline two",
            Greeting = "Good morning",
            Language = "de-DE",
            SpeechToText = [ProviderName.Deepgram, ProviderName.Soniox],
            LanguageModel = [ProviderName.OpenAI],
            TextToSpeech = [ProviderName.ElevenLabs],
            Picks =
            [
                new() { Provider = ProviderName.Deepgram, Model = "nova-3" },
                new() { Provider = ProviderName.OpenAI, Model = "gpt-4.1" },
                new() { Provider = ProviderName.Hume, Model = "1", VoiceId = "voice" },
            ],
            Pronunciations = [new("SQL", "sequel")],
            FurtherLanguages = [new() { Tag = "es-MX", Voices = [new() { Provider = ProviderName.Hume, VoiceId = "voz" }] }, new() { Tag = "fr" }],
            Vocabulary = "Spoke\nChain",
            VoiceSpeed = 1.1,
            Turns = new TurnOptions
            {
                MinEndpointingDelay = TimeSpan.FromMilliseconds(301),
                MaxEndpointingDelay = TimeSpan.FromMilliseconds(1501),
                ShortAnswerDelay = TimeSpan.FromMilliseconds(151),
                NumberDelay = TimeSpan.FromMilliseconds(1201),
                EndOfTurnConfidence = 0.61,
                MinInterruptionWords = 2,
                PreemptiveGeneration = true,
                PreemptiveDelay = TimeSpan.FromMilliseconds(151),
                AllowInterruptions = false,
                MinInterruptionDuration = TimeSpan.FromMilliseconds(241),
                SilencePromptAfter = TimeSpan.FromSeconds(11),
                SilencePrompt = "Hello?",
                SilencePromptsBeforeHangUp = 3,
                SilenceGoodbye = "Nobody there.",
                MaxCallDuration = TimeSpan.FromMinutes(31),
                MaxDurationGoodbye = "Time is up.",
                KeyPause = TimeSpan.FromMilliseconds(1501),
                KeysEnd = "*",
                MaxKeys = 4,
                KeysInterrupt = false,
                FalseInterruptionTimeout = TimeSpan.FromMilliseconds(801),
                Apology = "Sorry.",
            },
            CreatedAt = DateTimeOffset.UnixEpoch,
            UpdatedAt = DateTimeOffset.UnixEpoch,
        };

        Assert.All(typeof(TurnOptions).GetProperties(), option => Assert.NotEqual(option.GetValue(new TurnOptions()), option.GetValue(agent.Turns)));
        Assert.Equal(agent, AgentDraft.From(agent).ApplyTo(agent with { Name = "?", Turns = new TurnOptions(), Language = "?" }));
    }
}
