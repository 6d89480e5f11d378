using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Calls.Answering;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Calls that are not answered: the carrier is told, and the owner sees why.</summary>
[Trait("Kind", "Host")]
public sealed class RefusedCallTests(CallingApp app) : IClassFixture<CallingApp>
{
    [Theory]
    [InlineData("deepgram", "+12025550150", "No speech-to-text key. Add Deepgram, Soniox or AssemblyAI.")]
    [InlineData("openai", "+12025550151", "No language model key. Add OpenAI or Grok (xAI).")]
    [InlineData("elevenlabs", "+12025550152", "No text-to-speech key. Add ElevenLabs or Hume.")]
    public async Task Without_a_key_the_call_is_rejected_and_the_owner_sees_which(string missing, string number, string problem)
    {
        var owner = await app.OwnerAsync(number, setup => setup.Keys[missing] = null);

        var report = await app.CallAsync(owner, "Hello there.");
        var call = await app.EndedCallAsync(owner);

        Assert.Equal((false, "rejected"), (report.Answered, report.EndReason));
        Assert.Equal((CallEndReason.RejectedNotReady, problem), (call.EndReason, call.Problem));
        Assert.Null(call.AnsweredAt);
    }

    [Fact]
    public async Task A_key_that_its_test_refused_rejects_the_call()
    {
        var owner = await app.OwnerAsync("+12025550153", setup =>
        {
            setup.Keys["deepgram"] = new string('a', 40);
            setup.Keys["openai"] = "sk-proj-0123456789012345678901234567890123456789";
            setup.AreTested = true;
        });

        var report = await app.CallAsync(owner, "Hello there.");
        var call = await app.EndedCallAsync(owner);

        Assert.Equal((false, "rejected"), (report.Answered, report.EndReason));
        Assert.Equal(CallEndReason.RejectedNotReady, call.EndReason);
        Assert.Contains("Deepgram refused the stored key", call.Problem);
        Assert.Contains("OpenAI refused the stored key", call.Problem);
    }

    [Fact]
    public async Task A_number_without_an_agent_rejects_the_call()
    {
        var owner = await app.OwnerAsync("+12025550154", setup => setup.HasAgent = false);

        var report = await app.CallAsync(owner, "Hello there.");
        var call = await app.EndedCallAsync(owner);

        Assert.Equal((false, "rejected"), (report.Answered, report.EndReason));
        Assert.Equal((CallEndReason.RejectedNoAgent, "No agent answers this number. Choose one under Numbers."), (call.EndReason, call.Problem));
    }

    [Fact]
    public async Task A_carrier_key_without_credit_ends_the_call_and_the_owner_sees_it()
    {
        var owner = await app.OwnerAsync("+12025550155", setup => setup.Keys["telnyx"] = SandboxKeys.WithoutCredit("telnyx"));

        var report = await app.CallAsync(CallingApp.Script(owner) with { RingTimeout = TimeSpan.FromSeconds(1) });
        var call = await app.EndedCallAsync(owner);

        Assert.Equal((false, "no_answer"), (report.Answered, report.EndReason));
        Assert.Equal(CallEndReason.ProviderFailed, call.EndReason);
        Assert.Contains("no credit", call.Problem);
        Assert.Equal(0, app.Get<RingingCalls>().Count);
    }

    [Fact]
    public async Task A_key_that_is_deleted_between_two_calls_rejects_the_second()
    {
        var owner = await app.OwnerAsync("+12025550156");
        Assert.True((await app.CallAsync(owner)).Answered);
        await app.EndedCallAsync(owner);
        await app.Get<IProviderKeys>().DeleteAsync(owner.Account, ProviderName.ElevenLabs, CancellationToken.None);

        Assert.Equal("rejected", (await app.CallAsync(owner)).EndReason);

        var newest = (await owner.CallsAsync(app.App.Services))[0];
        Assert.Equal(CallEndReason.RejectedNotReady, newest.EndReason);
    }

    [Fact]
    public async Task A_caller_who_gives_up_before_the_answer_was_not_answered()
    {
        var owner = await app.OwnerAsync("+12025550157");
        app.Sandbox.Faults.Add("telnyx:delay=1500#1");

        var report = await app.CallAsync(CallingApp.Script(owner) with { RingTimeout = TimeSpan.FromMilliseconds(400) });
        var call = await app.EndedCallAsync(owner);

        Assert.False(report.Answered);
        Assert.Equal((CallEndReason.NotAnswered, null), (call.EndReason, call.Problem));
        await Eventually.HoldsAsync(() => app.Get<RingingCalls>().Count == 0);
    }
}
