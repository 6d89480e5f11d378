using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.AssemblyAI;
using VoiceAgent.Core.Adapters.Deepgram;
using VoiceAgent.Core.Adapters.Http;
using VoiceAgent.Core.Adapters.Soniox;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Sandbox;

namespace VoiceAgent.Tests.Adapters.Listening;

[Trait("Kind", "Adapter")]
public sealed class SpeechModelListTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>, IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddProviderHttpClient(ProviderLists.HttpClientName).BuildServiceProvider();

    [Fact]
    public async Task Deepgram_lists_what_streams() => Assert.Equal(
        ["nova-3", "flux-general-en", "flux-general-multi", "nova-2-phonecall", "nova-3-general", "nova-3-medical"],
        await AskAsync(ProviderName.Deepgram, SandboxKeys.Valid("deepgram"), lists => new DeepgramModelList(lists)));

    [Fact]
    public async Task Soniox_lists_what_is_for_real_time() => Assert.Equal(
        ["stt-rt-v5"], await AskAsync(ProviderName.Soniox, SandboxKeys.Valid("soniox"), lists => new SonioxModelList(lists)));

    [Fact]
    public async Task AssemblyAI_has_those_of_its_documentation() => Assert.Contains(
        "u3-rt-pro", await AskAsync(ProviderName.AssemblyAI, SandboxKeys.Valid("assemblyai"), _ => new AssemblyAIModelList()));

    [Theory]
    [InlineData(401, ProviderErrorKind.Unauthorized)]
    [InlineData(429, ProviderErrorKind.RateLimited)]
    [InlineData(503, ProviderErrorKind.Unavailable)]
    public async Task A_list_that_is_refused_has_its_kind_and_no_key(int status, ProviderErrorKind kind)
    {
        sandbox.Server.Faults.Add($"soniox.key:{status}#1");

        var error = await Assert.ThrowsAsync<ProviderException>(
            () => AskAsync(ProviderName.Soniox, SandboxKeys.Valid("soniox"), lists => new SonioxModelList(lists)));

        Assert.Equal((kind, status), (error.Kind, error.StatusCode));
        Assert.DoesNotContain(SandboxKeys.Valid("soniox"), error.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _services.Dispose();

    private async Task<IEnumerable<string>> AskAsync(ProviderName provider, string key, Func<ProviderLists, IChoiceList> create)
    {
        var address = sandbox.Server.AddressOf(ProviderCatalog.Get(provider).Slug);
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "sandbox") });
        using var lease = new KeyLease(AccountId.New(), provider, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(key));
        var lists = new ProviderLists(_services.GetRequiredService<IHttpClientFactory>(), endpoints, TimeProvider.System);
        return (await create(lists).AskAsync(lease, CancellationToken.None)).Select(choice => choice.Id);
    }
}
