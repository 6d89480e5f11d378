using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// One conversation over a stream-input socket: one task sends the text, another receives. Once all text is with the server, its
/// silence is bounded, counted only while somebody waits for it.
/// </summary>
internal sealed class StreamInput(StreamInputReader reader, TimeProvider time)
{
    /// <summary>Longest silence of the server once all text has been given to it.</summary>
    private static readonly TimeSpan AudioTimeout = TimeSpan.FromSeconds(10);

    private const long NotWaiting = long.MinValue;

    private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ProviderSocket? _socket;
    private long _waitingSince = NotWaiting;
    private bool _hasSpoken;
    private bool _hasEnded;

    private ProviderSocket Socket => _socket ?? throw new InvalidOperationException("The conversation has not begun.");

    /// <summary>Sends the first message, which lets the text out.</summary>
    /// <param name="socket">Open; stays the caller's.</param>
    /// <param name="voice">How to speak.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task BeginAsync(ProviderSocket socket, VoiceSettings voice, CancellationToken cancellationToken)
    {
        _socket = socket;
        await socket.SendTextAsync(ElevenLabsProtocol.Begin(voice), cancellationToken);
        _begun.SetResult();
    }

    /// <summary>Reads the text from the start, but sends it only after <see cref="BeginAsync"/>; then watches over the silence.</summary>
    public async Task SendAsync(IAsyncEnumerable<string> text, CancellationToken cancellationToken)
    {
        await foreach (var piece in text.WithCancellation(cancellationToken))
        {
            if (!string.IsNullOrWhiteSpace(piece))
            {
                await _begun.Task.WaitAsync(cancellationToken);
                Volatile.Write(ref _hasSpoken, true);
                await Socket.SendTextAsync(ElevenLabsProtocol.Speak(piece), cancellationToken);
            }
        }

        await _begun.Task.WaitAsync(cancellationToken);
        Volatile.Write(ref _hasEnded, true);
        await (_hasSpoken ? Socket.SendTextAsync(ElevenLabsProtocol.End(), cancellationToken) : Socket.SayGoodbyeAsync(cancellationToken));
        await WatchSilenceAsync(cancellationToken);
    }

    /// <summary>The next message with audio, valid until the one after it is asked for; null when everything has been spoken.</summary>
    public async Task<StreamInputMessage?> ReceiveAsync(CancellationToken cancellationToken)
    {
        Volatile.Write(ref _waitingSince, time.GetTimestamp());
        var text = await Socket.ReceiveAsync(cancellationToken);
        Volatile.Write(ref _waitingSince, NotWaiting);
        if (text is null)
        {
            var isComplete = Volatile.Read(ref _hasEnded) && (Socket.Close.IsNormal || !_hasSpoken);
            return isComplete ? null : throw ElevenLabsErrors.Closed(Socket.Close);
        }

        var message = ElevenLabsProtocol.Parse(text.Value.Span, reader);
        if (ElevenLabsErrors.Told(message) is { } error)
        {
            throw error;
        }

        if (!message.IsFinal)
        {
            return message;
        }

        return Volatile.Read(ref _hasEnded) ? null : throw new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Protocol);
    }

    private async Task WatchSilenceAsync(CancellationToken cancellationToken)
    {
        var ended = time.GetTimestamp();
        while (true)
        {
            var since = Volatile.Read(ref _waitingSince);
            var silence = since == NotWaiting ? TimeSpan.Zero : time.GetElapsedTime(Math.Max(since, ended));
            if (silence >= AudioTimeout)
            {
                throw new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Timeout);
            }

            await Task.Delay(AudioTimeout - silence, time, cancellationToken);
        }
    }
}
