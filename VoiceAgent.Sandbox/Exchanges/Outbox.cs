using System.Threading.Channels;

namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>
/// Sends a socket's messages in order, each as late as a real provider would. One reader, run by <see cref="RunAsync"/>; post from
/// anywhere.
/// </summary>
internal sealed class Outbox(SandboxState state, SandboxSocket socket)
{
    private readonly Channel<(long Posted, TimeSpan Delay, string Message)> _messages =
        Channel.CreateUnbounded<(long Posted, TimeSpan Delay, string Message)>(new UnboundedChannelOptions { SingleReader = true });

    /// <param name="message">Text message.</param>
    /// <param name="delay">Typical time of the real provider; none passes when delays are off.</param>
    public void Post(string message, TimeSpan delay) => _messages.Writer.TryWrite((state.Time.GetTimestamp(), delay, message));

    /// <summary>Nothing more will be posted; <see cref="RunAsync"/> ends when all is sent.</summary>
    public void Complete() => _messages.Writer.TryComplete();

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        while (await _messages.Reader.WaitToReadAsync(cancellationToken))
        {
            while (_messages.Reader.TryRead(out var next))
            {
                var wait = next.Delay - state.Time.GetElapsedTime(next.Posted);
                if (state.Options.RealisticDelays && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, state.Time, cancellationToken);
                }

                await socket.SendAsync(next.Message);
            }
        }
    }
}
