using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Web.Telephony;

namespace VoiceAgent.Tests.Web.Agents;

/// <summary>The lists that the agent editor offers, read from the simulated providers with an account's keys.</summary>
[Trait("Kind", "Host")]
public sealed class ListedChoicesTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Fact]
    public async Task Every_list_is_read_with_the_accounts_own_keys()
    {
        var owner = await app.OwnerAsync("+12025550230", setup =>
        {
            setup.Keys["grok"] = SandboxKeys.Valid("grok");
            setup.Keys["hume"] = SandboxKeys.Valid("hume");
            setup.Keys["soniox"] = SandboxKeys.Valid("soniox");
        });
        async Task<IReadOnlyList<ProviderChoice>> ListAsync(ProviderName provider, ChoiceKind kind) =>
            (await app.Get<IProviderChoices>().ListAsync(owner.Account, provider, kind, CancellationToken.None)).Choices;

        var openAI = (await ListAsync(ProviderName.OpenAI, ChoiceKind.Model)).Select(choice => choice.Id).ToList();
        Assert.Equal("gpt-4.1", openAI[0]);
        Assert.Contains("o4-mini", openAI);
        Assert.DoesNotContain("gpt-image-1", openAI);
        Assert.DoesNotContain("text-embedding-3-small", openAI);
        Assert.Contains(new ProviderChoice("grok-4.20-0309-reasoning", "grok-4.20-0309-reasoning"), await ListAsync(ProviderName.Grok, ChoiceKind.Model));
        Assert.Equal("grok-4.20-non-reasoning", (await ListAsync(ProviderName.Grok, ChoiceKind.Model))[1].Id);
        Assert.Equal(new ProviderChoice("21m00Tcm4TlvDq8ikWAM", "Rachel (female, american)"), (await ListAsync(ProviderName.ElevenLabs, ChoiceKind.Voice))[0]);
        Assert.Equal([new("en", "English"), new("de", "German")], await ListAsync(ProviderName.ElevenLabs, ChoiceKind.Language));
        Assert.Equal("eleven_flash_v2_5", (await ListAsync(ProviderName.ElevenLabs, ChoiceKind.Model))[0].Id);
        Assert.Equal(["2", "1"], (await ListAsync(ProviderName.Hume, ChoiceKind.Model)).Select(choice => choice.Id));
        Assert.Equal(["nova-3", "flux-general-en"], (await ListAsync(ProviderName.Deepgram, ChoiceKind.Model)).Take(2).Select(choice => choice.Id));
        Assert.Equal(["de", "en", "en-US", "es", "fr"], (await ListAsync(ProviderName.Deepgram, ChoiceKind.Language)).Select(choice => choice.Id));
        Assert.Equal([new("en", "English"), new("de", "German")], await ListAsync(ProviderName.Soniox, ChoiceKind.Language));
        Assert.Equal(new ProviderChoice("5bb7de05-c8fe-426a-8fcc-ba4fc4ce9f9c", "Ava Song"), (await ListAsync(ProviderName.Hume, ChoiceKind.Voice))[0]);
    }

    [Fact]
    public async Task A_key_that_may_not_read_a_list_leaves_what_is_known()
    {
        var owner = await app.OwnerAsync("+12025550231", setup => setup.Keys["elevenlabs"] = SandboxKeys.Limited("elevenlabs"));

        var voices = await app.Get<IProviderChoices>().ListAsync(owner.Account, ProviderName.ElevenLabs, ChoiceKind.Voice, CancellationToken.None);

        Assert.Equal([new("21m00Tcm4TlvDq8ikWAM", "Rachel")], voices.Choices);
        Assert.Equal((ProviderErrorKind.Unauthorized, null), (voices.Trouble, voices.RememberedFrom));
    }
}
