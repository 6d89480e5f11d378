using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Adapters.Hume;

/// <summary>Hume is asked over connections that stay open between utterances; the provider closes those that idle, at any moment.</summary>
[Trait("Kind", "Adapter")]
public sealed class HumeIdleTests
{
    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    [Fact]
    public async Task A_connection_that_the_provider_closed_in_a_pause_costs_no_word()
    {
        var connections = new ConcurrentBag<IConnectionLifetimeNotificationFeature>();
        var options = new SandboxOptions
        {
            RealisticDelays = false,
            BuiltInVoice = true,
            InterceptAsync = http =>
            {
                connections.Add(http.Features.Get<IConnectionLifetimeNotificationFeature>()!);
                return Task.FromResult(false);
            },
        };
        await using var sandbox = await SandboxServer.StartAsync(options, TestContext.Current.CancellationToken);
        var address = sandbox.AddressOf("hume");
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [ProviderName.Hume] = new(address, address, "sandbox") });
        using var key = new KeyLease(AccountId.New(), ProviderName.Hume, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid("hume")));
        using var transport = new ProviderTransport();
        var port = new HumeTextToSpeech(key, endpoints, transport, TimeProvider.System);
        var lengths = new List<int>();

        for (var utterance = 0; utterance < 30; utterance++)
        {
            lengths.Add(await port.SpeakAsync(new[] { "We open at eight." }.ToAsyncEnumerable(), Phone, CancellationToken.None).Select(piece => piece.Frame.Data.Length).SumAsync(CancellationToken.None));
            foreach (var connection in connections)
            {
                connection.RequestClose();
            }
        }

        Assert.Equal(30, lengths.Count);
        Assert.NotEqual(0, Assert.Single(lengths.Distinct()));
    }
}
