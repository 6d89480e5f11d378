using Bunit;
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

        page.WaitForAssertion(() => Assert.Equal("Soniox-Model-id", page.Find("#speech-model-suggestions option").GetAttribute("value")));
        Field(page, AgentsText.SpeechToTextModel).Change("stt-rt-v5");
        Field(page, AgentsText.Vocabulary).Change("Spoke\r\nChain ");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(AgentsText.Saved, page.Markup, StringComparison.Ordinal));
        var saved = await Agents.FindAsync(Account, agent.Id, default);
        Assert.Equal(("stt-rt-v5", "Spoke\nChain"), (saved!.SpeechToTextModel, saved.Vocabulary));
    }

    [Fact]
    public void A_model_without_its_provider_is_pointed_out_at_its_field()
    {
        var page = Open<AgentEditor>();
        Field(page, AgentsText.Name).Change("Front desk");
        Field(page, AgentsText.SpeechToTextModel).Change("nova-3");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("Choose the speech-to-text provider that the model belongs to.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("#speech-model-suggestions option"));
    }
}
