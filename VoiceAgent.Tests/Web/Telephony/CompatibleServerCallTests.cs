using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Web.Telephony;

/// <summary>Calls on the operator's own language-model servers.</summary>
[Trait("Kind", "Host")]
public sealed class CompatibleServerCallTests : IAsyncLifetime
{
    private CallingApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await CallingApp.StartAsync(
        "--Providers:Compatible:Servers:0:Name=Office LLM", "--Providers:Compatible:Servers:0:BaseUrl=https://llm.example.com/v1",
        "--Providers:Compatible:Servers:0:DefaultModel=meta-llama/Llama-3.1-8B-Instruct",
        "--Providers:Compatible:Servers:1:Name=Ollama", "--Providers:Compatible:Servers:1:BaseUrl=http://ollama:11434/v1",
        "--Providers:Compatible:Servers:1:DefaultModel=llama3.1:8b", "--Providers:Compatible:Servers:1:RequiresKey=false");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task An_account_whose_only_model_is_a_server_without_keys_takes_calls_once_it_has_chosen_it()
    {
        var owner = await _app.OwnerAsync("+12025550241", setup => setup.Keys["openai"] = null);
        var readiness = _app.Get<ICallReadinessService>();
        Assert.Equal([ProviderCategory.LanguageModel], (await readiness.EvaluateAsync(owner.Account, null, CancellationToken.None)).Missing.Select(part => part.Category));

        Assert.True((await ChooseAsync(owner, "ollama", key: null)).Saved);
        Assert.Equal(KeyVerdict.Valid, (await _app.Get<IProviderKeys>().TestAsync(owner.Account, ProviderName.Compatible, CancellationToken.None))!.Verdict);
        Assert.True((await readiness.EvaluateAsync(owner.Account, null, CancellationToken.None)).IsReady);
        await _app.CallAsync(owner, "What are your opening hours?");

        var call = await _app.EndedCallAsync(owner);
        Assert.Equal([ProviderName.Deepgram, ProviderName.Compatible, ProviderName.ElevenLabs], call.Providers);
        Assert.Empty(call.Incidents);
        Assert.Contains(call.Transcript, entry => entry.Text.Contains("Monday to Friday", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_takes_over_from_a_provider_that_is_down()
    {
        var owner = await _app.OwnerAsync("+12025550242");
        await ChooseAsync(owner, "office-llm", SandboxKeys.Valid("compatible"));
        _app.Sandbox.Faults.Add("openai:503");

        await _app.CallAsync(owner, "What are your opening hours?");

        var call = await _app.EndedCallAsync(owner);
        Assert.Equal(CallEndReason.CallerHungUp, call.EndReason);
        Assert.Equal((ProviderName.OpenAI, ProviderName.Compatible), (call.Incidents[0].Provider, call.Incidents[0].TakenOverBy));
        Assert.Contains(call.Transcript, entry => entry.Text.Contains("Monday to Friday", StringComparison.Ordinal));
    }

    private Task<SaveKeyOutcome> ChooseAsync(Owner owner, string server, string? key) => _app.Get<IProviderKeys>().SaveAsync(
        owner.Account, UserId.New(), ProviderName.Compatible, new KeyInput { Key = key, Region = server }, CancellationToken.None);
}
