using System.Diagnostics.Metrics;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Adapters.Telnyx;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Adapters.Telnyx;

[Trait("Kind", "Adapter")]
public sealed class WholeMessageTests
{
    [Fact]
    public async Task Audio_that_is_on_its_way_when_the_call_ends_leaves_whole_so_that_our_close_can_follow()
    {
        using var meters = new ServiceCollection().AddMetrics().BuildServiceProvider();
        using var socket = new SlowSocket();
        var handshake = await TelnyxMediaStream.AcceptAsync(socket, new TelephonyMetrics(meters.GetRequiredService<IMeterFactory>()), new ManualTime(), CancellationToken.None);
        var stream = handshake!.Stream!;
        using var call = new CancellationTokenSource();

        var sending = stream.SendAudioAsync(new byte[160], call.Token).AsTask();
        await call.CancelAsync();
        Assert.False(sending.IsCompleted);
        Assert.False(socket.Token.CanBeCanceled);

        socket.Taken.SetResult();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.Equal(WebSocketState.Open, socket.State);
        (stream as IDisposable)?.Dispose();
    }

    private sealed class SlowSocket : WebSocket
    {
        private static readonly byte[] Start = Encoding.UTF8.GetBytes(
            """{"event":"start","start":{"call_control_id":"v3:a","media_format":{"encoding":"PCMU","sample_rate":8000,"channels":1}}}""");

        private WebSocketState _state = WebSocketState.Open;

        public TaskCompletionSource Taken { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public CancellationToken Token { get; private set; }

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => _state;

        public override string? SubProtocol => null;

        public override void Abort() => _state = WebSocketState.Aborted;

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Dispose()
        {
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken)
        {
            Start.CopyTo(buffer.AsSpan());
            return Task.FromResult(new WebSocketReceiveResult(Start.Length, WebSocketMessageType.Text, endOfMessage: true));
        }

        public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            Token = cancellationToken;
            await Taken.Task.WaitAsync(cancellationToken);
        }
    }
}
