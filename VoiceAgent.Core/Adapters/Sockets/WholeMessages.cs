using System.Net.WebSockets;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>Messages that leave whole: a socket whose send is cancelled aborts its connection, and no goodbye could follow.</summary>
internal static class WholeMessages
{
    /// <summary>
    /// Sends without the token, which would also cost an allocation for every message. One that is on its way when the token is cancelled may
    /// finish for <paramref name="grace"/>; then the socket is aborted.
    /// </summary>
    public static ValueTask SendWholeAsync(
        this WebSocket socket, ReadOnlyMemory<byte> data, WebSocketMessageType type, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        var sending = socket.SendAsync(data, type, endOfMessage: true, CancellationToken.None);
        return sending.IsCompleted ? sending : new ValueTask(FinishAsync(sending.AsTask(), socket, grace, time, cancellationToken));
    }

    private static async Task FinishAsync(Task sending, WebSocket socket, TimeSpan grace, TimeProvider time, CancellationToken cancellationToken)
    {
        try
        {
            await sending.WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            using var abort = time.CreateTimer(static aborted => ((WebSocket)aborted!).Abort(), socket, grace, Timeout.InfiniteTimeSpan);
            await sending;
            throw;
        }
    }
}
