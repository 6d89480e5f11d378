using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Exchanges;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.ElevenLabs;

/// <summary>One socket a call, against the simulator that closes a socket on which nothing comes.</summary>
[Trait("Kind", "Adapter")]
public sealed class MultiStreamIdleTests : IAsyncLifetime
{
    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu };
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(30);

    private readonly ManualTime _time = new();
    private readonly ProviderTransport _transport = new(ProviderName.ElevenLabs, TimeProvider.System);
    private readonly KeyLease _key = new(AccountId.New(), ProviderName.ElevenLabs, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid("elevenlabs")));
    private SandboxServer _sandbox = null!;

    private SandboxConnection Socket => _sandbox.Recorded.Of("elevenlabs")[0];

    public async ValueTask InitializeAsync() => _sandbox = await SandboxServer.StartAsync(
        new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Time = _time }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        _key.Dispose();
        _transport.Dispose();
        await _sandbox.DisposeAsync();
    }

    [Fact]
    public async Task A_call_with_a_pause_of_half_an_hour_keeps_its_socket()
    {
        var port = Port();
        Assert.NotEqual(0, await SpeakAsync(port));

        for (var minute = 1; minute <= 30; minute++)
        {
            _time.Advance(Step);
            _time.Advance(Step);
            await Eventually.HoldsAsync(() => KeepAlives == minute);
        }

        Assert.NotEqual(0, await SpeakAsync(port));
        Assert.True(Socket.IsOpen);
        Assert.Single(_sandbox.Recorded.Of("elevenlabs"));
    }

    private int KeepAlives => Socket.Texts.Count(text => text == """{"text":""}""");

    private MultiStreamTextToSpeech Port()
    {
        var address = _sandbox.AddressOf("elevenlabs");
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [ProviderName.ElevenLabs] = new(address, address, "sandbox") });
        return new MultiStreamTextToSpeech(_key, endpoints, _transport, _time);
    }

    private static async Task<int> SpeakAsync(MultiStreamTextToSpeech port) =>
        await port.SpeakAsync(new[] { "We open at eight." }.ToAsyncEnumerable(), Phone, CancellationToken.None).Select(piece => piece.Frame.Data.Length).SumAsync(CancellationToken.None);
}
