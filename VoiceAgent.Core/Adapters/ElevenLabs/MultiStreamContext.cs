using System.Threading.Channels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// One utterance on a multi-stream-input socket: one task sends its text, another reads its messages. Disposal, after both have ended,
/// closes the context at the server unless that has happened already. A socket on which nothing was heard of an utterance, or nothing
/// more, may be open and dead; it is retired.
/// </summary>
internal sealed class MultiStreamContext(string id) : IAsyncDisposable
{
    private readonly TaskCompletionSource<MultiStreamSocket> _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<bool> _hasText = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ChannelReader<StreamInputMessage>? _messages;
    private volatile bool _hasEnded;
    private bool _hasHeard;
    private bool _isOver;

    /// <summary>Whether all of the text is with the server.</summary>
    public bool HasEnded => _hasEnded;

    /// <summary>Lets the text out.</summary>
    public void Begin(MultiStreamSocket socket)
    {
        _messages = socket.Begin(id);
        _begun.SetResult(socket);
    }

    /// <summary>Reads the text from the start, but sends it only after <see cref="Begin"/>.</summary>
    public async Task SendAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken)
    {
        await foreach (var piece in text.WithCancellation(cancellationToken))
        {
            if (string.IsNullOrWhiteSpace(piece))
            {
                continue;
            }

            if (!_hasText.Task.IsCompleted)
            {
                await SendAsync(ElevenLabsProtocol.BeginContext(voice, id), cancellationToken);
                _hasText.TrySetResult(true);
            }

            await SendAsync(ElevenLabsProtocol.SpeakInContext(piece, id), cancellationToken);
        }

        if (!_hasText.TrySetResult(false))
        {
            await SendAsync(ElevenLabsProtocol.FlushContext(id), cancellationToken);
            _hasEnded = true;
            await SendAsync(ElevenLabsProtocol.CloseContext(id), cancellationToken);
        }
    }

    /// <summary>The next message; null when everything has been spoken, and at once when there is no text.</summary>
    public async Task<StreamInputMessage?> NextAsync(CancellationToken cancellationToken)
    {
        var messages = _messages ?? throw new InvalidOperationException("The context has not begun.");
        if (!_hasText.Task.IsCompleted)
        {
            // The socket may fail before the first word is written.
            await Task.WhenAny(_hasText.Task, messages.Completion).WaitAsync(cancellationToken);
        }

        if (_hasText.Task.IsCompletedSuccessfully && !await _hasText.Task)
        {
            return null;
        }

        if (await messages.WaitToReadAsync(cancellationToken) && messages.TryRead(out var message))
        {
            _hasHeard = true;
            return message;
        }

        _isOver = true;
        return _hasEnded ? null : throw new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Protocol);
    }

    /// <summary>The server has been silent for too long.</summary>
    public void GiveUp() => _hasHeard = false;

    public async ValueTask DisposeAsync()
    {
        if (!_begun.Task.IsCompletedSuccessfully)
        {
            return;
        }

        var socket = await _begun.Task;
        socket.Leave(id);
        if (_isOver || socket.IsOver || !_hasText.Task.IsCompletedSuccessfully || !await _hasText.Task)
        {
            return;
        }

        if (!_hasHeard)
        {
            socket.Retire();
        }

        try
        {
            await socket.SendAsync(ElevenLabsProtocol.CloseContext(id), CancellationToken.None);
        }
        catch (ProviderException)
        {
            // The socket is gone, and its contexts with it.
        }
    }

    // A send that is cancelled in the middle would take the other utterances' socket with it: it is left to end by itself.
    private async Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var socket = await _begun.Task.WaitAsync(cancellationToken);
        await socket.SendAsync(message, CancellationToken.None).WaitAsync(cancellationToken);
    }
}
