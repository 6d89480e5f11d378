using VoiceAgent.Sandbox;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Sandbox.Deepgram;

[Trait("Kind", "Adapter")]
public sealed class DeepgramIdleTests : IAsyncLifetime
{
    // Two steps fit into the idle time, because a message may be counted before the timer has heard of it.
    private static readonly TimeSpan Step = TimeSpan.FromSeconds(4);

    private readonly ManualTime _time = new();
    private SandboxServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await SandboxServer.StartAsync(
        new SandboxOptions { RealisticDelays = false, BuiltInVoice = true, Time = _time }, TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_socket_without_a_message_is_closed_after_ten_seconds()
    {
        using var client = await ConnectAsync();

        await AdvanceUntilClosedAsync(client);

        Assert.Equal(1011, client.CloseCode);
        Assert.Contains("net0001", client.CloseReason);
    }

    [Fact]
    public async Task Keep_alives_alone_hold_a_socket_for_thirty_seconds_only()
    {
        using var client = await ConnectAsync();

        for (var count = 1; count <= 6; count++)
        {
            await KeepAliveAsync(client, count);
            _time.Advance(Step);
        }

        Assert.True(_server.Recorded.Of("deepgram")[0].IsOpen);
        await AdvanceUntilClosedAsync(client);

        Assert.Equal(1011, client.CloseCode);
        Assert.Contains("net0000", client.CloseReason);
    }

    [Fact]
    public async Task Keep_alives_hold_a_socket_that_has_had_audio()
    {
        using var client = await ConnectAsync();
        await client.SendAsync(new byte[160]);

        for (var count = 1; count <= 12; count++)
        {
            await KeepAliveAsync(client, count);
            _time.Advance(Step);
        }

        await client.SendAsync("""{"type":"CloseStream"}""");
        await client.RestAsync();
        Assert.Equal(1000, client.CloseCode);
    }

    private async Task KeepAliveAsync(SandboxSocketClient client, int count)
    {
        await client.SendAsync("""{"type":"KeepAlive"}""");
        while (_server.Recorded.Of("deepgram")[0].Texts.Count < count)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private async Task AdvanceUntilClosedAsync(SandboxSocketClient client)
    {
        var rest = client.RestAsync();
        while (!rest.IsCompleted && _server.Recorded.Of("deepgram")[0].CloseCode is null)
        {
            _time.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }

        Assert.Empty(await rest);
    }

    private Task<SandboxSocketClient> ConnectAsync() => SandboxSocketClient.ConnectAsync(
        _server,
        "deepgram",
        "/v1/listen?model=nova-3&encoding=mulaw&sample_rate=8000",
        options => options.SetRequestHeader("Authorization", "Token " + SandboxKeys.Valid("deepgram")));
}
