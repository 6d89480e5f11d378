using VoiceAgent.Core.Adapters.Sockets;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Listening;

/// <summary>One socket on which a provider listens. One task sends, one receives.</summary>
internal sealed class ListeningSession : IAsyncDisposable
{
    /// <summary>How long the provider may take to say that the session stands.</summary>
    private static readonly TimeSpan ReadyTimeout = TimeSpan.FromSeconds(5);

    /// <summary>How long the provider may take to settle the last words.</summary>
    private static readonly TimeSpan SettleTimeout = TimeSpan.FromSeconds(5);

    private readonly ProviderName _provider;
    private readonly ProviderSocket _socket;
    private readonly Deadline _deadline;
    private readonly IListeningProtocol _protocol;
    private bool _hasAudio;
    private bool _isEnding;

    private ListeningSession(ProviderName provider, IListeningProtocol protocol, AudioPosition position, TimeProvider time, CancellationToken ended)
    {
        _provider = provider;
        _protocol = protocol;
        _socket = new ProviderSocket(provider, time);
        _deadline = new Deadline(time, ended);
        Position = position;
        OpenedAt = time.GetTimestamp();
    }

    public AudioPosition Position { get; }

    public ListeningWire Wire => _protocol.Wire;

    public long OpenedAt { get; }

    public TimeSpan? RenewAfter => _protocol.RenewAfter;

    public bool HasOpenWords => _protocol.HasOpenWords;

    /// <summary>The session that takes over when this one has ended; null while none does.</summary>
    public ListeningSession? Next { get; private set; }

    /// <summary>Connects and waits until audio may be sent.</summary>
    /// <param name="ended">Cancelled when the stream ends; the session's whole life is within it.</param>
    public static async Task<ListeningSession> OpenAsync(
        ProviderName provider, Func<AudioPosition, IListeningProtocol> protocol, ProviderTransport transport, TimeProvider time, CancellationToken ended)
    {
        var position = new AudioPosition();
        var session = new ListeningSession(provider, protocol(position), position, time, ended);
        try
        {
            await session.StartAsync(transport, ended);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public Task SendAudioAsync(ReadOnlyMemory<byte> audio, CancellationToken cancellationToken)
    {
        _hasAudio = true;
        return _socket.SendBinaryAsync(audio, cancellationToken);
    }

    public Task SendTextAsync(ReadOnlyMemory<byte> utf8, CancellationToken cancellationToken) => _socket.SendTextAsync(utf8, cancellationToken);

    /// <summary>Tells the provider that no more audio comes, and who takes over if anyone does.</summary>
    public async Task EndAsync(ListeningSession? next, CancellationToken cancellationToken)
    {
        Next = next;
        Volatile.Write(ref _isEnding, true);
        _deadline.Arm(SettleTimeout);
        if (!_hasAudio && !Wire.EndsWithoutAudio)
        {
            await _socket.SayGoodbyeAsync(cancellationToken);
            return;
        }

        foreach (var message in Wire.Ending)
        {
            await _socket.SendTextAsync(message, cancellationToken);
        }
    }

    /// <summary>Appends what the next message says of speech; false when the session has ended as it should, the last words included.</summary>
    public async ValueTask<bool> ReceiveAsync(List<SpeechEvent> events)
    {
        if (_protocol.IsFinished && Volatile.Read(ref _isEnding))
        {
            return false;
        }

        if (await NextMessageAsync() is not { } message)
        {
            _protocol.Finish(events);
            return false;
        }

        _protocol.Read(message.Span, events);
        if (_protocol.IsFinished && Volatile.Read(ref _isEnding))
        {
            _protocol.Finish(events);
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        await _socket.DisposeAsync();
        _deadline.Dispose();
    }

    private async Task StartAsync(ProviderTransport transport, CancellationToken ended)
    {
        await _socket.ConnectAsync(_protocol.Upgrade, transport, ended);
        if (!Wire.Start.IsEmpty)
        {
            await _socket.SendTextAsync(Wire.Start, ended);
        }

        if (_protocol.IsReady)
        {
            return;
        }

        _deadline.Arm(ReadyTimeout);
        var none = new List<SpeechEvent>();
        while (!_protocol.IsReady)
        {
            await ReceiveAsync(none);
        }

        _deadline.Disarm();
    }

    // Null when the other side closed as it was asked to, or has not settled an old session in time, whose words then stand as they are.
    private async ValueTask<ReadOnlyMemory<byte>?> NextMessageAsync()
    {
        try
        {
            if (await _socket.ReceiveAsync(_deadline.Token) is { } message)
            {
                return message;
            }
        }
        catch (OperationCanceledException) when (_deadline.HasPassed)
        {
            return Next is not null ? null : throw new ProviderException(_provider, ProviderErrorKind.Timeout);
        }
        catch (ProviderException) when (_deadline.Outer.IsCancellationRequested)
        {
            // A send that is cancelled may abort the connection, which may be noticed here before this wait is cancelled.
            throw new OperationCanceledException(_deadline.Outer);
        }

        return Volatile.Read(ref _isEnding) && _socket.Close.IsNormal ? null : throw _protocol.Closed(_socket.Close);
    }
}
