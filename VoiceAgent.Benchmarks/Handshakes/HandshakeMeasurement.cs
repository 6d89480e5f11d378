using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Adapters.OpenAI;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Adapters.Xai;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Benchmarks.Handshakes;

/// <summary>
/// How long the first token of an answer and the first audio of an utterance take when every new connection takes 300 ms, with a connection that
/// stood before and without: <c>-- handshakes</c>. Prints one JSON object; medians in milliseconds.
/// </summary>
internal static class HandshakeMeasurement
{
    private const int Rounds = 15;

    private static readonly TimeSpan Handshake = TimeSpan.FromMilliseconds(300);
    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu };
    private static readonly ChatRequest Question = new() { Messages = [new(ChatRole.User, "What are your opening hours?")] };

    public static async Task<int> RunAsync()
    {
        await using var server = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, CancellationToken.None);
        using var proxy = new SlowHandshakes(server.Address, Handshake);
        var results = new List<object>();
        foreach (var provider in (ProviderName[])[ProviderName.OpenAI, ProviderName.Grok, ProviderName.ElevenLabs, ProviderName.Hume])
        {
            var (cold, warm) = (new List<double>(), new List<double>());
            for (var round = 0; round < Rounds; round++)
            {
                cold.Add(await MeasureAsync(provider, proxy.Address, isWarm: false));
                warm.Add(await MeasureAsync(provider, proxy.Address, isWarm: true));
            }

            results.Add(new { provider = ProviderCatalog.Get(provider).Slug, coldMs = Median(cold), warmMs = Median(warm) });
        }

        Console.WriteLine(JsonSerializer.Serialize(new { handshakeMs = Handshake.TotalMilliseconds, rounds = Rounds, first = results }));
        return 0;
    }

    private static async Task<double> MeasureAsync(ProviderName provider, Uri sandbox, bool isWarm)
    {
        var slug = ProviderCatalog.Get(provider).Slug;
        var address = new Uri(sandbox, slug);
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "sandbox") });
        using var transports = new ProviderTransports(TimeProvider.System);
        using var key = new KeyLease(AccountId.New(), provider, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid(slug)));
        return provider switch
        {
            ProviderName.OpenAI => await AnswerAsync(new OpenAIFactory(endpoints, transports, TimeProvider.System).Create(key), isWarm),
            ProviderName.Grok => await AnswerAsync(new XaiFactory(endpoints, transports, TimeProvider.System).Create(key), isWarm),
            ProviderName.ElevenLabs => await SpeakAsync(new ElevenLabsFactory(endpoints, transports, TimeProvider.System).Create(key), isWarm),
            _ => await SpeakAsync(new HumeFactory(endpoints, transports, TimeProvider.System).Create(key), isWarm),
        };
    }

    private static async Task<double> AnswerAsync(ILanguageModel model, bool isWarm)
    {
        await (isWarm ? ((IWarmable)model).WarmAsync(CancellationToken.None) : Task.CompletedTask);
        var began = TimeProvider.System.GetTimestamp();
        await foreach (var _ in model.CompleteAsync(Question, CancellationToken.None))
        {
            break;
        }

        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static async Task<double> SpeakAsync(ITextToSpeech voice, bool isWarm)
    {
        await (isWarm ? ((IWarmableVoice)voice).WarmAsync(Phone, CancellationToken.None) : Task.CompletedTask);
        var began = TimeProvider.System.GetTimestamp();
        await foreach (var _ in voice.SpeakAsync(new[] { "We open at nine." }.ToAsyncEnumerable(), Phone, CancellationToken.None))
        {
            break;
        }

        return TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
    }

    private static double Median(List<double> values) => double.Round(values.Order().ElementAt(values.Count / 2), 1);
}
