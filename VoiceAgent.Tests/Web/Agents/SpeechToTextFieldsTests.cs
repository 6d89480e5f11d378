using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Agents;

namespace VoiceAgent.Tests.Web.Agents;

/// <summary>Who listens for an agent, with which model and for which words.</summary>
[Trait("Kind", "Component")]
public sealed class SpeechToTextFieldsTests : PageContext
{
    [Fact]
    public async Task The_models_of_the_accounts_own_provider_are_offered_and_what_is_entered_is_saved()
    {
        var agent = new AgentBuilder().With(made => made with { AccountId = Account, SpeechToText = [ProviderName.Soniox], Vocabulary = "Spoke" }).Build();
        await Agents.InsertAsync(Account, agent, default);
        var page = Open<AgentEditor>((nameof(AgentEditor.Id), agent.Id.ToString()));

        page.WaitForAssertion(() => Assert.Equal("Soniox-Model-id", page.Find("#models-soniox option").GetAttribute("value")));
        Field(page, AgentsText.ModelAt("Soniox")).Change("stt-rt-v5");
        Field(page, AgentsText.Vocabulary).Change("Spoke\r\nChain ");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(AgentsText.Saved, page.Markup, StringComparison.Ordinal));
        var saved = await Agents.FindAsync(Account, agent.Id, default);
        Assert.Equal(("stt-rt-v5", "Spoke\nChain"), (saved!.Picks.Of(ProviderName.Soniox).Model, saved.Vocabulary));
    }

    [Fact]
    public async Task Every_provider_of_an_agent_keeps_its_own_model_and_voice()
    {
        var page = Open<AgentEditor>();
        Field(page, AgentsText.ModelAt("Deepgram")).Change("nova-3-medical");
        Field(page, AgentsText.ModelAt("OpenAI")).Change("gpt-4.1");
        Field(page, AgentsText.ModelAt("Grok (xAI)")).Change("grok-4");
        Field(page, AgentsText.VoiceAt("ElevenLabs")).Change("rachel");
        Field(page, AgentsText.VoiceAt("Hume")).Change("Ava Song");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("/agents/", Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        Assert.Equal(
            [
                new() { Provider = ProviderName.Deepgram, Model = "nova-3-medical" },
                new() { Provider = ProviderName.OpenAI, Model = "gpt-4.1" },
                new() { Provider = ProviderName.Grok, Model = "grok-4" },
                new() { Provider = ProviderName.ElevenLabs, VoiceId = "rachel" },
                new() { Provider = ProviderName.Hume, VoiceId = "Ava Song" },
            ],
            Assert.Single(await Agents.ListAsync(Account, default)).Picks);
    }

    [Fact]
    public void A_wrong_model_is_pointed_out_at_its_field()
    {
        var page = Open<AgentEditor>();
        Field(page, AgentsText.ModelAt("Deepgram")).Change("nova 3");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Equal("true", Field(page, AgentsText.ModelAt("Deepgram")).GetAttribute("aria-invalid")));
        Assert.Contains("A model name has no spaces or line breaks.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_are_added_to_the_pronunciation_list_and_taken_out_again()
    {
        var agent = new AgentBuilder().With(made => made with { AccountId = Account, Pronunciations = [new("SQL", "sequel"), new("Acme", "Ack-mee")] }).Build();
        await Agents.InsertAsync(Account, agent, default);
        var page = Open<AgentEditor>((nameof(AgentEditor.Id), agent.Id.ToString()));

        page.Find($"[aria-label='{AgentsText.RemovePronunciation(1)}']").Click();
        Button(page, AgentsText.AddPronunciation).Click();
        Button(page, AgentsText.AddPronunciation).Click();
        Field(page, AgentsText.PronunciationWord(2)).Change("nginx ");
        Field(page, AgentsText.PronunciationSayAs(2)).Change("engine x");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(AgentsText.Saved, page.Markup, StringComparison.Ordinal));
        Assert.Equal([new("Acme", "Ack-mee"), new("nginx", "engine x")], Assert.Single(await Agents.ListAsync(Account, default)).Pronunciations);
    }
}
