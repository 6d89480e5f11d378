using Bunit;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Tests.Builders;
using VoiceAgent.Web.Components.Agents;

namespace VoiceAgent.Tests.Web.Agents;

/// <summary>Voices and words of the pronunciation list are heard in the editor before they are saved.</summary>
[Trait("Kind", "Component")]
public sealed class VoicePreviewButtonTests : PageContext
{
    [Fact]
    public async Task The_voice_of_a_provider_is_heard_as_the_form_has_it()
    {
        Keys.Store(ProviderName.Hume);
        var agent = new AgentBuilder().With(made => made with { AccountId = Account, Language = "de-DE", Greeting = "Hallo, hier ist die Bäckerei." }).Build();
        await Agents.InsertAsync(Account, agent, default);
        var page = Open<AgentEditor>((nameof(AgentEditor.Id), agent.Id.ToString()));
        Field(page, AgentsText.VoiceAt("Hume")).Change("Ava Song");

        page.Find($"button[aria-label='{AgentsText.HearVoice("Hume")}']").Click();

        page.WaitForAssertion(() => Assert.Equal("/voices/previews/preview-1", page.Find("audio").GetAttribute("src")));
        var (account, request) = Assert.Single(Page.Previews);
        Assert.Equal(Account, account);
        Assert.Equal(
            new VoicePreviewRequest { Provider = ProviderName.Hume, VoiceId = "Ava Song", Language = "de-DE", Text = "Hallo, hier ist die Bäckerei." },
            request);
        Assert.True(page.Find($"button[aria-label='{AgentsText.HearVoice("ElevenLabs")}']").HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_word_is_heard_as_the_list_says_it_and_a_problem_is_told()
    {
        Keys.Store(ProviderName.ElevenLabs);
        var agent = new AgentBuilder().With(made => made with { AccountId = Account, Pronunciations = [new("SQL", "sequel")] }).Build();
        await Agents.InsertAsync(Account, agent, default);
        var page = Open<AgentEditor>((nameof(AgentEditor.Id), agent.Id.ToString()));
        Page.OnPreview = _ => new VoicePreviewResult(null, "ElevenLabs did not answer in time.");

        page.Find($"button[aria-label='{AgentsText.HearPronunciation(1)}']").Click();

        page.WaitForAssertion(() => Assert.Contains("ElevenLabs did not answer in time.", page.Markup, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("audio"));
        Assert.Equal(("SQL", "sequel"), (Page.Previews[0].Request.Text, Page.Previews[0].Request.Pronunciations[0].SayAs));

        Button(page, AgentsText.AddPronunciation).Click();
        page.Find($"button[aria-label='{AgentsText.HearPronunciation(2)}']").Click();
        page.WaitForAssertion(() => Assert.Contains(AgentsText.NothingToHear, page.Markup, StringComparison.Ordinal));
        Assert.Single(Page.Previews);
    }
}
