using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>A whole call on each speech-to-text provider, from the ring to the saved transcript.</summary>
[Trait("Kind", "Host")]
public sealed class SpeechToTextCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    private static readonly string[] Lines = ["Hello there.", "What are your opening hours?"];

    [Theory]
    [InlineData("soniox", null, "PCMU", "/transcribe-websocket", "+12025550201")]
    [InlineData("soniox", null, "PCMA", "/transcribe-websocket", "+12025550202")]
    [InlineData("assemblyai", null, "PCMU", "/v3/ws", "+12025550203")]
    [InlineData("assemblyai", null, "PCMA", "/v3/ws", "+12025550204")]
    [InlineData("assemblyai", "u3-rt-pro", "PCMU", "/v3/ws", "+12025550205")]
    [InlineData("deepgram", "flux-general-en", "PCMU", "/v2/listen", "+12025550206")]
    [InlineData("deepgram", "flux-general-en", "PCMA", "/v2/listen", "+12025550207")]
    public async Task A_call_is_understood_word_for_word(string slug, string? model, string codec, string path, string number)
    {
        var provider = ProviderCatalog.FindBySlug(slug)!.Name;
        var owner = await app.OwnerAsync(number, setup =>
        {
            setup.Keys["deepgram"] = slug is "deepgram" ? SandboxKeys.Valid(slug) : null;
            setup.Keys[slug] = SandboxKeys.Valid(slug);
            setup.Agent.With(agent => agent with { SpeechToText = provider, SpeechToTextModel = model, Vocabulary = "Spoke & Chain\nZoë" });
        });

        var report = await app.CallAsync(CallingApp.Script(owner, Lines) with { Codec = codec });
        var call = await app.EndedCallAsync(owner);

        Assert.Null(report.Problem);
        Assert.Equal((CallEndReason.CallerHungUp, null), (call.EndReason, call.Problem));
        Assert.Equal(provider, call.Providers[0]);
        Assert.Equal(Lines, call.Transcript.Where(entry => entry.Speaker is Speaker.Caller).Select(entry => entry.Text));
        Assert.Equal(3, call.Turns.Count);
        Assert.All(call.Turns.Skip(1), turn => Assert.InRange(turn.EndOfUtteranceDelay!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(5)));
        Assert.Contains(app.Sandbox.Recorded.Of(slug), connection => connection.Path == path && connection.AudioBytes > 8000);
        await Eventually.HoldsAsync(() => app.Sandbox.Recorded.Of(slug).All(connection => connection is { IsOpen: false, Failure: null }));
    }

    [Fact]
    public async Task The_first_usable_key_is_taken_whichever_it_is()
    {
        var owner = await app.OwnerAsync("+12025550208", setup =>
        {
            setup.Keys["deepgram"] = null;
            setup.Keys["assemblyai"] = SandboxKeys.Valid("assemblyai");
        });

        Assert.Null((await app.CallAsync(owner, Lines[0])).Problem);
        Assert.Equal(ProviderName.AssemblyAI, (await app.EndedCallAsync(owner)).Providers[0]);
    }

    [Theory]
    [InlineData("soniox", "Soniox refused the speech-to-text key", "+12025550209")]
    [InlineData("assemblyai", "AssemblyAI refused the speech-to-text key", "+12025550210")]
    public async Task A_refused_key_ends_the_call_with_the_reason(string slug, string problem, string number)
    {
        var owner = await app.OwnerAsync(number, setup =>
        {
            setup.Keys["deepgram"] = null;
            setup.Keys[slug] = SandboxKeys.Valid(slug)[..^1] + "x";
        });

        await app.CallAsync(owner, Lines[0]);

        var call = await app.EndedCallAsync(owner);
        Assert.Equal(CallEndReason.ProviderFailed, call.EndReason);
        Assert.StartsWith(problem, call.Problem, StringComparison.Ordinal);
    }
}
