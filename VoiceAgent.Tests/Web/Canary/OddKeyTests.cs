using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>
/// Keys with bytes that no intake lets through, in leases made by hand: adapters send nothing of them and fail as a provider that
/// refuses the key, without repeating it.
/// </summary>
[Trait("Kind", "Adapter")]
public sealed class OddKeyTests : IAsyncLifetime
{
    private const string Beginning = "canary-odd-71Qx";
    private const string End = "Zz93-odd-yranac";
    private readonly List<string> _seen = [];
    private WebApplication? _provider;
    private ServiceProvider? _services;

    public static MatrixTheoryData<ProviderName, string> Odd => new(
        [.. ProviderCatalog.All.Select(provider => provider.Name)],
        ["\r\nX-Injected: yes", "\r", "\n", "\n leading", "\0"]);

    public static MatrixTheoryData<ProviderName, string> OddInCalls => new(
        [ProviderName.Deepgram, ProviderName.OpenAI, ProviderName.ElevenLabs, ProviderName.Telnyx],
        ["\r\nX-Injected: yes", "\r", "\n", "\n leading", "\0"]);

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _provider = builder.Build();
        _provider.Run(context =>
        {
            lock (_seen)
            {
                _seen.AddRange(context.Request.Headers.Select(header => $"{header.Key}: {header.Value}"));
            }

            context.Response.StatusCode = 401;
            return Task.CompletedTask;
        });
        await _provider.StartAsync();
        var address = _provider.Urls.Single();
        var settings = ProviderCatalog.All.Select(provider => KeyValuePair.Create($"Providers:{provider.Slug}:BaseAddress", (string?)address));
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
        _services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(configuration).AddVoiceAgentCore(configuration).BuildServiceProvider();
    }

    public async ValueTask DisposeAsync()
    {
        await _services!.DisposeAsync();
        await _provider!.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Odd))]
    public async Task A_key_test_refuses_the_key_and_sends_nothing_of_it(ProviderName provider, string odd)
    {
        using var lease = Lease(provider, odd);

        var result = await _services!.GetServices<IKeyTest>().Single(test => test.Provider == provider).TestAsync(lease, default);

        Assert.Equal(KeyVerdict.Invalid, result.Verdict);
        AssertNothingOfTheKey(result.ToString());
    }

    [Theory]
    [MemberData(nameof(OddInCalls))]
    public async Task A_call_fails_as_unauthorized_and_sends_nothing_of_the_key(ProviderName provider, string odd)
    {
        using var lease = Lease(provider, odd);

        var trouble = await Assert.ThrowsAsync<ProviderException>(() => UseAsync(lease));

        Assert.Equal((provider, ProviderErrorKind.Unauthorized), (trouble.Provider, trouble.Kind));
        AssertNothingOfTheKey(trouble.ToString());
    }

    private KeyLease Lease(ProviderName provider, string odd)
    {
        var destination = _services!.GetRequiredService<ProviderEndpoints>().For(provider).Destination;
        return new KeyLease(AccountId.New(), provider, new KeyDestination(destination), Encoding.ASCII.GetBytes(Beginning + odd + End));
    }

    private void AssertNothingOfTheKey(string said)
    {
        lock (_seen)
        {
            Assert.All([Beginning, End, "X-Injected"], part =>
                Assert.DoesNotContain(_seen.Append(said), text => text.Contains(part, StringComparison.OrdinalIgnoreCase)));
        }
    }

    private async Task UseAsync(KeyLease lease)
    {
        switch (lease.Provider)
        {
            case ProviderName.Deepgram:
                var listening = new SpeechToTextOptions { Format = AudioFormat.Pcmu, Language = "en-US", EndpointingSilence = TimeSpan.FromSeconds(0.3) };
                var ears = _services!.GetServices<ISpeechToTextFactory>().Single(factory => factory.Provider == lease.Provider).Create(lease);
                await ears.TranscribeAsync(AsyncEnumerable.Empty<AudioFrame>(), listening, default).ToListAsync();
                break;
            case ProviderName.ElevenLabs:
                var voice = new VoiceSettings { Format = AudioFormat.Pcmu, Language = "en-US" };
                var speaker = _services!.GetServices<ITextToSpeechFactory>().Single(factory => factory.Provider == lease.Provider).Create(lease);
                await speaker.SpeakAsync(new[] { "Hello." }.ToAsyncEnumerable(), voice, default).ToListAsync();
                break;
            case ProviderName.OpenAI:
                var request = new ChatRequest { Messages = [new(ChatRole.User, "Hi!")] };
                var model = _services!.GetServices<ILanguageModelFactory>().Single(factory => factory.Provider == lease.Provider).Create(lease);
                await model.CompleteAsync(request, default).ToListAsync();
                break;
            default:
                await _services!.GetRequiredService<ITelephonyProvider>().OpenControl(lease).HangUpAsync("v3:odd", default);
                break;
        }
    }
}
