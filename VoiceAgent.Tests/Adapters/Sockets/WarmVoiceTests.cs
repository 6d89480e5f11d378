using System.Text;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Adapters.ElevenLabs;
using VoiceAgent.Core.Adapters.Hume;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Sandbox;

namespace VoiceAgent.Tests.Adapters.Sockets;

/// <summary>A voice whose connection stands before it speaks makes its first sound without a handshake, and nothing is left open.</summary>
[Trait("Kind", "Adapter")]
public sealed class WarmVoiceTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly VoiceSettings Phone = new() { Language = "en-US", Format = AudioFormat.Pcmu };

    public static TheoryData<string> Voices => ["stream-input", "multi-stream-input", "hume"];

    [Theory]
    [MemberData(nameof(Voices))]
    public async Task An_utterance_after_a_warm_connection_waits_for_no_handshake(string kind)
    {
        await using var rig = new Rig(sandbox, kind);
        await rig.Warm.WarmAsync(Phone, CancellationToken.None);
        await rig.Warm.WarmAsync(Phone, CancellationToken.None);
        Assert.Equal(1, rig.Proxy.Connections);

        rig.Proxy.CloseGate();
        var audio = await rig.SpeakAsync("Hello.").WaitAsync(Patience, TimeProvider.System);

        Assert.NotEqual(0, audio);
        Assert.Equal(1, rig.Proxy.Connections);
    }

    [Fact]
    public async Task A_socket_for_another_voice_is_not_used()
    {
        await using var rig = new Rig(sandbox, "stream-input");
        await rig.Warm.WarmAsync(Phone with { VoiceId = "another-voice" }, CancellationToken.None);

        Assert.NotEqual(0, await rig.SpeakAsync("Hello."));

        Assert.Equal(2, rig.Proxy.Connections);
        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
    }

    [Fact]
    public async Task Unused_it_closes_after_fifteen_seconds()
    {
        var time = new ManualTime();
        await using var rig = new Rig(sandbox, "stream-input", time);
        await rig.Warm.WarmAsync(Phone, CancellationToken.None);
        time.Advance(TimeSpan.FromSeconds(14));
        Assert.Equal(1, rig.Proxy.Open);

        time.Advance(TimeSpan.FromSeconds(1));

        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
    }

    [Theory]
    [InlineData("stream-input")]
    [InlineData("multi-stream-input")]
    public async Task It_ends_with_the_lease_of_its_key(string kind)
    {
        await using var rig = new Rig(sandbox, kind);
        await rig.Warm.WarmAsync(Phone, CancellationToken.None);
        Assert.Equal(1, rig.Proxy.Open);

        rig.Lease.Dispose();

        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
    }

    [Fact]
    public async Task A_socket_that_died_meanwhile_is_replaced_and_no_word_is_lost()
    {
        await using var rig = new Rig(sandbox, "stream-input");
        await rig.Warm.WarmAsync(Phone, CancellationToken.None);

        rig.Proxy.BreakAll();
        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
        var audio = await rig.SpeakAsync("Hello again.");

        Assert.NotEqual(0, audio);
        Assert.Equal(2, rig.Proxy.Connections);
    }

    [Fact]
    public async Task Leaving_while_it_is_dialled_leaves_nothing()
    {
        await using var rig = new Rig(sandbox, "stream-input");
        rig.Proxy.CloseGate();
        using var leaving = new CancellationTokenSource();
        var warming = rig.Warm.WarmAsync(Phone, CancellationToken.None);
        var speaking = rig.SpeakAsync("Hello.", leaving.Token);

        await leaving.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => speaking.WaitAsync(Patience, TimeProvider.System));
        await warming.WaitAsync(Patience, TimeProvider.System);
        rig.Proxy.OpenGate();
        rig.Close();
        await Eventually.HoldsAsync(() => rig.Proxy.Open == 0);
    }

    private sealed class Rig : IAsyncDisposable
    {
        private readonly ITextToSpeech _voice;
        private readonly ProviderTransports _transports;

        public Rig(SandboxFixture sandbox, string kind, TimeProvider? time = null)
        {
            time ??= TimeProvider.System;
            var (provider, slug) = kind is "hume" ? (ProviderName.Hume, "hume") : (ProviderName.ElevenLabs, "elevenlabs");
            Proxy = new GatedProxy(sandbox.Server.Address);
            _transports = new ProviderTransports(TimeProvider.System);
            var address = new Uri(Proxy.Address, slug);
            var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint> { [provider] = new(address, address, "sandbox") });
            Lease = new KeyLease(AccountId.New(), provider, new KeyDestination("sandbox"), Encoding.ASCII.GetBytes(SandboxKeys.Valid(slug)));
            var options = Options.Create(new ElevenLabsOptions { OneSocketPerCall = kind is "multi-stream-input" });
            ITextToSpeechFactory factory = kind is "hume" ? new HumeFactory(endpoints, _transports, time) : new ElevenLabsFactory(endpoints, _transports, time, options);
            _voice = factory.Create(Lease);
        }

        public GatedProxy Proxy { get; }

        public KeyLease Lease { get; }

        public IWarmableVoice Warm => (IWarmableVoice)_voice;

        /// <summary>How many bytes of audio came.</summary>
        public async Task<int> SpeakAsync(string text, CancellationToken cancellationToken = default)
        {
            var audio = 0;
            await foreach (var spoken in _voice.SpeakAsync(new[] { text }.ToAsyncEnumerable(), Phone, cancellationToken))
            {
                audio += spoken.Frame.Data.Length;
            }

            return audio;
        }

        /// <summary>The call is over, and so is what is kept after it.</summary>
        public void Close()
        {
            Lease.Dispose();
            _transports.Dispose();
        }

        public async ValueTask DisposeAsync()
        {
            Close();
            await Proxy.DisposeAsync();
        }
    }
}
