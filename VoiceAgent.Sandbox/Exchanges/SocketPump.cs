namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>
/// What every session of a simulated recogniser does with its socket: hands over what comes until the session is over or the client has
/// closed, sends what the session posts meanwhile, and at the end closes and lets the client close.
/// </summary>
internal sealed class SocketPump(Exchange exchange, SandboxSocket socket, Outbox outbox)
{
    /// <summary>Code with which an ended session is closed; 1005 closes without one.</summary>
    public int CloseCode { get; init; } = 1000;

    /// <summary>Called for every message, also for those that come after the socket was closed here.</summary>
    public Action Heard { get; init; } = () => { };

    /// <param name="takeAsync">Takes the next message; false when the session is over.</param>
    public async Task RunAsync(Func<SocketMessage, Task<bool>> takeAsync)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(exchange.Ended);
        var sending = outbox.RunAsync(stop.Token);
        try
        {
            var isOver = await ReceiveAsync(takeAsync);
            outbox.Complete();
            await sending;
            if (isOver)
            {
                await socket.CloseAsync(CloseCode, "");
                await socket.DrainAsync();
            }
        }
        finally
        {
            await stop.CancelAsync();
            await sending.ContinueWith(static _ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
        }
    }

    // False when the client has closed before the session was over.
    private async Task<bool> ReceiveAsync(Func<SocketMessage, Task<bool>> takeAsync)
    {
        while (true)
        {
            var message = await socket.ReceiveAsync(exchange.Ended);
            if (message.IsClose)
            {
                await socket.CloseAsync(1000, "");
                return false;
            }

            Heard();
            if (!socket.IsClosed && !await takeAsync(message))
            {
                return true;
            }
        }
    }
}
