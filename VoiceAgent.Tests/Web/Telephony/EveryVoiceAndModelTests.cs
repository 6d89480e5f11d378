using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>A call from the first ring to the saved record on each language model and each voice.</summary>
[Trait("Kind", "Host")]
public sealed class EveryVoiceAndModelTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Theory]
    [InlineData("openai", "elevenlabs", "+12025550210")]
    [InlineData("grok", "elevenlabs", "+12025550211")]
    [InlineData("openai", "hume", "+12025550212")]
    [InlineData("grok", "hume", "+12025550213")]
    public async Task A_call_is_answered_and_saved(string model, string voice, string number)
    {
        var owner = await app.OwnerAsync(number, setup =>
        {
            setup.Keys.Clear();
            foreach (var slug in new[] { "deepgram", model, voice, "telnyx" })
            {
                setup.Keys[slug] = SandboxKeys.Valid(slug);
            }
        });

        var report = await app.CallAsync(owner, "Hello there.");
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.Problem);
        Assert.Equal("Hello.", report.Greeting);
        Assert.Equal("Hello! How can I help you today?", Assert.Single(report.Turns).Agent);
        Assert.Equal((CallEndReason.CallerHungUp, null), (call.EndReason, call.Problem));
        Assert.Equal([ProviderName.Deepgram, ProviderCatalog.FindBySlug(model)!.Name, ProviderCatalog.FindBySlug(voice)!.Name], call.Providers);
        Assert.Equal(
            [(Speaker.Agent, "Hello."), (Speaker.Caller, "Hello there."), (Speaker.Agent, "Hello! How can I help you today?")],
            call.Transcript.Select(entry => (entry.Speaker, entry.Text)));
    }
}
