using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Builders;

namespace VoiceAgent.Tests.Core.Agents;

[Trait("Kind", "Unit")]
public sealed class AgentUpgradeTests
{
    [Fact]
    public void The_one_model_and_voice_of_an_older_agent_stay_with_its_first_providers()
    {
        var agent = Upgraded(1, old =>
        {
            old["speechToText"] = new JsonArray("Deepgram", "Soniox");
            old["languageModel"] = new JsonArray("Grok", "OpenAI");
            old["textToSpeech"] = new JsonArray("Hume", "ElevenLabs");
            old["speechToTextModel"] = "flux-general-en";
            old["model"] = "grok-4";
            old["voiceId"] = "Ava Song";
        });

        Assert.Equal(
            [
                new() { Provider = ProviderName.Deepgram, Model = "flux-general-en" },
                new() { Provider = ProviderName.Grok, Model = "grok-4" },
                new() { Provider = ProviderName.Hume, VoiceId = "Ava Song" },
            ],
            agent.Picks);
    }

    [Theory]
    [InlineData("gpt-4.1", "21m00Tcm4TlvDq8ikWAM", ProviderName.OpenAI, ProviderName.ElevenLabs)]
    [InlineData("grok-4", "5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c", ProviderName.Grok, ProviderName.Hume)]
    public void Where_the_order_was_left_to_the_keys_the_names_tell_whose_they_are(string model, string voice, ProviderName answers, ProviderName speaks)
    {
        var agent = Upgraded(1, old => (old["model"], old["voiceId"]) = (model, voice));

        Assert.Equal((model, voice), (agent.Picks.Of(answers).Model, agent.Picks.Of(speaks).VoiceId));
        Assert.Equal(2, agent.Picks.Count);
    }

    [Fact]
    public void An_agent_of_the_first_shape_is_brought_here_step_by_step()
    {
        var agent = Upgraded(0, old => (old["languageModel"], old["textToSpeech"], old["speechToText"], old["model"]) = ("Grok", null, null, "grok-3"));

        Assert.Equal([ProviderName.Grok], agent.LanguageModel);
        Assert.Equal([new() { Provider = ProviderName.Grok, Model = "grok-3" }], agent.Picks);
        Assert.Equal(ProviderPicks.None, Upgraded(1, _ => { }).Picks);
    }

    [Fact]
    public void Picks_are_equal_when_they_ask_for_the_same_and_survive_storage()
    {
        ProviderPicks picks = [new() { Provider = ProviderName.Hume, VoiceId = "Ava" }, new() { Provider = ProviderName.OpenAI }, new() { Provider = ProviderName.Deepgram, Model = "nova-3" }];

        Assert.Equal([new() { Provider = ProviderName.Deepgram, Model = "nova-3" }, new() { Provider = ProviderName.Hume, VoiceId = "Ava" }], picks);
        Assert.Equal(picks, JsonSerializer.Deserialize<ProviderPicks>(JsonSerializer.Serialize(picks, DocumentJson.Options), DocumentJson.Options));
        Assert.Equal(ProviderPicks.None, picks.With(new() { Provider = ProviderName.Hume }).With(new() { Provider = ProviderName.Deepgram }));
        var agent = new AgentBuilder().With(built => built with { Picks = picks, Pronunciations = [new("SQL", "sequel")] }).Build();
        Assert.Equal(agent, JsonSerializer.Deserialize<Agent>(JsonSerializer.Serialize(agent, DocumentJson.Options), DocumentJson.Options));
    }

    private static Agent Upgraded(int from, Action<JsonObject> change)
    {
        var document = JsonSerializer.SerializeToNode(new AgentBuilder().Build(), DocumentJson.Options)!.AsObject();
        document.Remove("picks");
        document.Remove("pronunciations");
        change(document);
        foreach (var step in AgentRepository.Collection.Upgrades.Skip(from))
        {
            document = step(document);
        }

        return document.Deserialize<Agent>(DocumentJson.Options)!;
    }
}
