using System.Net.WebSockets;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Sockets;

/// <summary>What becomes of a message that is on its way when its sender stops, on a clock that only the test moves.</summary>
[Trait("Kind", "Adapter")]
public sealed class ProviderSocketTests
{
    // More than all buffers between the two ends hold.
    private const int Large = 48 * 1024 * 1024;

    private readonly ManualTime _time = new();

    [Fact]
    public async Task It_leaves_whole_and_the_goodbye_follows_it()
    {
        var mayRead = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var read = new TaskCompletionSource<(int Bytes, WebSocketCloseStatus? Close)>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Deepgram, async context =>
        {
            using var server = await context.WebSockets.AcceptWebSocketAsync();
            await mayRead.Task;
            read.SetResult(await ReadAllAsync(server));
        });
        using var stop = new CancellationTokenSource();
        Task sending;
        await using (var socket = await OpenAsync(provider))
        {
            sending = socket.SendBinaryAsync(new byte[Large], stop.Token);
            Assert.False(sending.IsCompleted);
            await stop.CancelAsync();
            mayRead.SetResult();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        }

        Assert.Equal((Large, WebSocketCloseStatus.NormalClosure), await read.Task.WaitAsync(TimeSpan.FromSeconds(30), TimeProvider.System));
    }

    [Fact]
    public async Task It_is_given_up_after_a_quarter_of_a_second()
    {
        await using var provider = await ScriptedProvider.StartAsync(ProviderName.Deepgram, async context =>
        {
            using var server = await context.WebSockets.AcceptWebSocketAsync();
            await ScriptedProvider.GoneAsync(context);
        });
        using var stop = new CancellationTokenSource();
        await using var socket = await OpenAsync(provider);
        var sending = socket.SendBinaryAsync(new byte[Large], stop.Token);

        await stop.CancelAsync();
        await Eventually.HoldsAsync(() => _time.Timers > 0);
        _time.Advance(TimeSpan.FromMilliseconds(249));
        Assert.False(sending.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.False(socket.IsAlive);
    }

    private async Task<ProviderSocket> OpenAsync(ScriptedProvider provider)
    {
        var socket = new ProviderSocket(ProviderName.Deepgram, _time);
        var request = new SocketRequest
        {
            Address = new UriBuilder(provider.Address) { Scheme = Uri.UriSchemeWs }.Uri,
            Authorize = _ => { },
            Refused = refused => new ProviderException(ProviderName.Deepgram, refused.Kind),
        };
        await socket.ConnectAsync(request, provider.Transport.For(provider.Lease), CancellationToken.None);
        return socket;
    }

    private static async Task<(int Bytes, WebSocketCloseStatus? Close)> ReadAllAsync(WebSocket server)
    {
        var buffer = new byte[64 * 1024];
        var bytes = 0;
        while (true)
        {
            var part = await server.ReceiveAsync(buffer, CancellationToken.None);
            if (part.MessageType is WebSocketMessageType.Close)
            {
                return (bytes, part.CloseStatus);
            }

            bytes += part.Count;
        }
    }
}
