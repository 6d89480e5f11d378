namespace VoiceAgent.Benchmarks.Relay;

/// <summary>How frames travel: what the least relay is made of.</summary>
internal interface IRelayWire
{
    /// <summary>Writes one call's 20 ms frames as the caller's side sends them; what it gives is valid until the next.</summary>
    Func<ReadOnlyMemory<byte>, ReadOnlyMemory<byte>> Writer(int call);

    /// <summary>The audio in what <see cref="Writer"/> wrote, which may be put into the buffer.</summary>
    ReadOnlyMemory<byte> Read(ReadOnlyMemory<byte> message, byte[] buffer);

    /// <summary>Accepts connections at an address of its own until disposed, and has each handled.</summary>
    Task<IRelayListener> ListenAsync(Func<IRelayConnection, Task> handleAsync);

    Task<IRelayConnection> ConnectAsync(Uri address, bool sendsText);
}

internal interface IRelayListener : IAsyncDisposable
{
    Uri Address { get; }
}

internal interface IRelayConnection : IDisposable
{
    ValueTask SendAsync(ReadOnlyMemory<byte> message);

    /// <summary>Reads one message and gives its length; 0 at the end.</summary>
    ValueTask<int> ReceiveAsync(byte[] buffer);
}
