using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Whole calls on each speech-to-text provider, from the ring to the saved transcript, all at once.</summary>
[Trait("Kind", "Host")]
public sealed class SpeechToTextCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    private const string Line = "What are your opening hours?";

    [Fact]
    public async Task A_call_on_each_provider_is_understood_word_for_word_and_a_refused_key_ends_it_with_the_reason()
    {
        Listener[] listeners =
        [
            new("soniox", null, "PCMU", "/transcribe-websocket"),
            new("soniox", null, "PCMA", "/transcribe-websocket"),
            new("assemblyai", null, "PCMU", "/v3/ws"),
            new("assemblyai", null, "PCMA", "/v3/ws"),
            new("assemblyai", "u3-rt-pro", "PCMU", "/v3/ws"),
            new("deepgram", "flux-general-en", "PCMU", "/v2/listen"),
            new("deepgram", "flux-general-en", "PCMA", "/v2/listen"),
        ];

        await Task.WhenAll([.. listeners.Select((listener, index) => AssertUnderstoodAsync(listener, $"+1202555020{index}")), AssertKeysAsync()]);

        foreach (var slug in (string[])["soniox", "assemblyai", "deepgram"])
        {
            await Eventually.HoldsAsync(() => app.Sandbox.Recorded.Of(slug).All(connection => connection is { IsOpen: false, Failure: null }));
        }
    }

    [Fact]
    public async Task A_provider_that_breaks_off_is_opened_again_and_the_caller_is_understood()
    {
        (Listener Listener, string Fault)[] cases =
        [
            (new("soniox", null, "PCMU", "/transcribe-websocket"), "soniox:error#1"),
            (new("assemblyai", null, "PCMA", "/v3/ws"), "assemblyai:close=3005@1#1"),
            (new("deepgram", "flux-general-en", "PCMU", "/v2/listen"), "deepgram:close@1#1"),
        ];
        foreach (var (_, fault) in cases)
        {
            app.Sandbox.Faults.Add(fault);
        }

        await Task.WhenAll(cases.Select((next, index) => AssertUnderstoodAsync(next.Listener, $"+1202555022{index}")));

        Assert.Empty(app.Sandbox.Faults.Active);
    }

    // The first usable key is taken, and a refused one ends the call with the reason.
    private async Task AssertKeysAsync()
    {
        var only = await OwnerAsync("assemblyai", SandboxKeys.Valid("assemblyai"), "+12025550211");
        var refused = await Task.WhenAll(
            OwnerAsync("soniox", SandboxKeys.Valid("soniox")[..^1] + "x", "+12025550212"),
            OwnerAsync("assemblyai", SandboxKeys.WithoutCredit("assemblyai"), "+12025550213"));

        await Task.WhenAll([app.CallAsync(only, Line), .. refused.Select(owner => app.CallAsync(owner, Line))]);

        Assert.Equal(ProviderName.AssemblyAI, (await app.EndedCallAsync(only)).Providers[0]);
        var calls = await Task.WhenAll(refused.Select(app.EndedCallAsync));
        Assert.All(calls, call => Assert.Equal(CallEndReason.ProviderFailed, call.EndReason));
        Assert.StartsWith("Soniox refused the speech-to-text key", calls[0].Problem, StringComparison.Ordinal);
        Assert.StartsWith("AssemblyAI says the account has no credit left", calls[1].Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_language_that_a_provider_hears_is_the_one_the_agent_answers_in()
    {
        const string German = "Guten Tag, ich möchte bitte einen Termin.";
        (string Slug, string? Model, string Number)[] listeners =
            [("deepgram", null, "+12025550214"), ("deepgram", "flux-general-multi", "+12025550215"), ("soniox", null, "+12025550216"), ("assemblyai", null, "+12025550217")];

        await Task.WhenAll(listeners.Select(async listener =>
        {
            var owner = await app.OwnerAsync(listener.Number, setup =>
            {
                setup.Keys["deepgram"] = null;
                setup.Keys[listener.Slug] = SandboxKeys.Valid(listener.Slug);
                setup.Agent.With(agent => agent with
                {
                    FurtherLanguages = [new() { Tag = "de-DE" }],
                    Picks = [new() { Provider = ProviderCatalog.FindBySlug(listener.Slug)!.Name, Model = listener.Model }],
                });
            });

            await app.CallAsync(owner, German);

            var call = await app.EndedCallAsync(owner);
            var said = Assert.Single(call.Transcript, entry => entry.Speaker is Speaker.Caller);
            Assert.True(said.Language == "de-DE", $"{listener}: {said} {call.Problem}");
        }));

        Assert.Contains(app.Sandbox.Recorded.Of("elevenlabs"), connection => connection.Query.Contains("language_code=de", StringComparison.Ordinal));
    }

    private async Task AssertUnderstoodAsync(Listener listener, string number)
    {
        var provider = ProviderCatalog.FindBySlug(listener.Slug)!.Name;
        var owner = await app.OwnerAsync(number, setup =>
        {
            setup.Keys["deepgram"] = null;
            setup.Keys[listener.Slug] = SandboxKeys.Valid(listener.Slug);
            setup.Agent.With(agent => agent with { SpeechToText = [provider], Picks = [new() { Provider = provider, Model = listener.Model }], Vocabulary = "Spoke & Chain\nZoë" });
        });

        var report = await app.CallAsync(CallingApp.Script(owner, Line) with { Codec = listener.Codec });
        var call = await app.EndedCallAsync(owner);

        Assert.True(report.Problem is null, $"{listener}: {report.Problem} {call.Problem}");
        Assert.Equal((CallEndReason.CallerHungUp, null, provider, 2), (call.EndReason, call.Problem, call.Providers[0], call.Turns.Count));

        // AssemblyAI writes out what it has understood in a second message, which is waited for only for a moment.
        Assert.Equal(Line.TrimEnd('?'), Assert.Single(call.Transcript, entry => entry.Speaker is Speaker.Caller).Text.TrimEnd('?'), ignoreCase: true);
        Assert.InRange(call.Turns[1].EndOfUtteranceDelay!.Value, TimeSpan.Zero, TimeSpan.FromSeconds(15));
        Assert.Contains(app.Sandbox.Recorded.Of(listener.Slug), connection => connection.Path == listener.Path && connection.AudioBytes > 8000);
    }

    private Task<Owner> OwnerAsync(string slug, string key, string number) => app.OwnerAsync(number, setup =>
    {
        setup.Keys["deepgram"] = null;
        setup.Keys[slug] = key;
    });

    private sealed record Listener(string Slug, string? Model, string Codec, string Path);
}
