using System.Collections.Concurrent;
using System.Threading.Channels;
using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// One multi-stream-input socket with its contexts, each one utterance. A task of its own reads it as long as it is open and hands every
/// message to its context; what comes late for a context that has been left is dropped. Another keeps it open while nobody speaks: the
/// provider closes a socket on which no text comes. Thread-safe.
/// </summary>
internal sealed class MultiStreamSocket(string path, TimeProvider time) : IAsyncDisposable
{
    // A third of the time that the address asks for: two may get lost.
    private static readonly TimeSpan KeepAliveAfter = TimeSpan.FromSeconds(60);

    private readonly ProviderSocket _socket = new(ProviderName.ElevenLabs, time);
    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentDictionary<string, Channel<StreamInputMessage>> _contexts = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private Task _reading = Task.CompletedTask;
    private Task _keepingAlive = Task.CompletedTask;
    private long _sentAt;
    private ProviderException? _failure;
    private bool _isRetired;
    private int _isDisposed;

    /// <summary>What was opened: voice, model and format are fixed by it.</summary>
    public string Path => path;

    /// <summary>Whether it can take no further utterance.</summary>
    public bool IsOver
    {
        get
        {
            lock (_gate)
            {
                return _isRetired || _failure is not null;
            }
        }
    }

    public async Task OpenAsync(SocketRequest request, ProviderTransport transport, CancellationToken cancellationToken)
    {
        await _socket.ConnectAsync(request, transport, cancellationToken);
        _sentAt = time.GetTimestamp();
        _reading = ReadAsync(_stop.Token);
        _keepingAlive = KeepAliveAsync(_stop.Token);
    }

    /// <summary>The messages of a context from now on; they end with its final one, or with the failure of the socket.</summary>
    public ChannelReader<StreamInputMessage> Begin(string context)
    {
        var channel = Channel.CreateUnbounded<StreamInputMessage>(new UnboundedChannelOptions { SingleReader = true, SingleWriter = true, AllowSynchronousContinuations = true });
        lock (_gate)
        {
            if (_failure is not null)
            {
                channel.Writer.TryComplete(_failure);
                return channel.Reader;
            }

            _contexts[context] = channel;
        }

        return channel.Reader;
    }

    /// <summary>It may be dead: no further utterance uses it.</summary>
    public void Retire()
    {
        lock (_gate)
        {
            _isRetired = true;
        }
    }

    /// <summary>Nobody listens to the context any more.</summary>
    public void Leave(string context) => _contexts.TryRemove(context, out _);

    public Task SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        Volatile.Write(ref _sentAt, time.GetTimestamp());
        return _socket.SendTextAsync(message, cancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 1)
        {
            return;
        }

        await _socket.SayGoodbyeAsync(CancellationToken.None);
        await _stop.CancelAsync();
        await _reading;
        await _keepingAlive;
        await _socket.DisposeAsync();
        _stop.Dispose();
    }

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        var failure = new ProviderException(ProviderName.ElevenLabs, ProviderErrorKind.Unavailable);
        try
        {
            while (await _socket.ReceiveAsync(cancellationToken) is { } text)
            {
                Hand(ElevenLabsProtocol.Parse(text.Span));
            }

            failure = _socket.Close.IsNormal ? failure : ElevenLabsErrors.Closed(_socket.Close);
        }
        catch (ProviderException exception)
        {
            failure = exception;
        }
        catch (OperationCanceledException)
        {
            // Closed by this side: whoever still listens is told that it is over.
        }

        lock (_gate)
        {
            _failure = failure;
        }

        foreach (var context in _contexts.Values)
        {
            context.Writer.TryComplete(failure);
        }
    }

    private async Task KeepAliveAsync(CancellationToken cancellationToken)
    {
        try
        {
            while (!IsOver)
            {
                var left = KeepAliveAfter - time.GetElapsedTime(Volatile.Read(ref _sentAt));
                if (left <= TimeSpan.Zero)
                {
                    await SendAsync(ElevenLabsProtocol.KeepAlive(), cancellationToken);
                    continue;
                }

                await Task.Delay(left, time, cancellationToken);
            }
        }
        catch (Exception gone) when (gone is ProviderException or OperationCanceledException)
        {
            // Closed by either side: whoever reads learns of it.
        }
    }

    private void Hand(StreamInputMessage message)
    {
        var error = ElevenLabsErrors.Told(message);
        var id = message.ContextId;
        if (id is null)
        {
            // An error without a context is the socket's.
            _ = error is null ? error : throw error;
            return;
        }

        if (!_contexts.TryGetValue(id, out var context))
        {
            return;
        }

        if (error is not null)
        {
            context.Writer.TryComplete(error);
            return;
        }

        context.Writer.TryWrite(message);
        if (message.IsFinal)
        {
            context.Writer.TryComplete();
        }
    }
}
