using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx;

/// <summary>A sandbox and an app that one of its numbers calls; ends every call when disposed.</summary>
internal sealed class TelnyxFixture : IAsyncDisposable
{
    public const string Number = "+12025550131";

    private readonly CancellationTokenSource _end = new();
    private readonly List<Task> _calls = [];

    private TelnyxFixture(SandboxServer sandbox, FakeApp app)
    {
        Sandbox = sandbox;
        App = app;
    }

    public SandboxServer Sandbox { get; }

    public TelnyxSimulator Telnyx => Sandbox.Telnyx;

    public FakeApp App { get; }

    public static async Task<TelnyxFixture> StartAsync()
    {
        var sandbox = await SandboxServer.StartAsync(new SandboxOptions { RealisticDelays = false, BuiltInVoice = true }, CancellationToken.None);
        var app = await FakeApp.StartAsync(sandbox);
        sandbox.Telnyx.Connect(Number, app.Webhook);
        return new TelnyxFixture(sandbox, app);
    }

    /// <summary>Rings at the app.</summary>
    public Task<CallOutcome> CallAsync(FakeCaller caller, AudioFormat? codec = null, TimeSpan? ringTimeout = null)
    {
        var order = new CallIn("+12025550199", Number, codec ?? AudioFormat.Pcmu, ringTimeout ?? TimeSpan.FromSeconds(20));
        var call = Telnyx.CallInAsync(order, caller, _end.Token);
        _calls.Add(call);
        return call;
    }

    /// <summary>Rings, is answered, and waits for the start of the two-way stream.</summary>
    public async Task<MediaPeer> StreamAsync(FakeCaller caller, AudioFormat? codec = null)
    {
        _ = CallAsync(caller, codec);
        var peer = await App.Peers.WaitAsync(_ => true);
        await peer.FrameAsync("start");
        return peer;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await Task.WhenAll(_calls);
        await Sandbox.DisposeAsync();
        await App.DisposeAsync();
        _end.Dispose();
    }
}
