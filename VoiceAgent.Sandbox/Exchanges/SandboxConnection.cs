namespace VoiceAgent.Sandbox.Exchanges;

/// <summary>One request or socket at a simulated provider, as it was seen. Thread-safe.</summary>
public sealed class SandboxConnection(string provider, string method, string path, string query, DateTimeOffset at)
{
    private const int MaxTexts = 1000;

    private readonly Lock _lock = new();
    private readonly List<string> _texts = [];
    private long _audioBytes;
    private int _sent;

    /// <summary>The provider's slug.</summary>
    public string Provider { get; } = provider;

    public string Method { get; } = method;

    /// <summary>The path below the provider's base address.</summary>
    public string Path { get; } = path;

    /// <summary>The query with its question mark, or empty. Keys in it are left out.</summary>
    public string Query { get; } = query;

    public DateTimeOffset At { get; } = at;

    /// <summary>Whether it became a WebSocket.</summary>
    public bool IsSocket { get; internal set; }

    public bool IsOpen { get; internal set; } = true;

    /// <summary>HTTP status of the answer, 101 for a socket; null while none was sent.</summary>
    public int? Status { get; internal set; }

    /// <summary>The code with which the socket was closed by the simulator; null when it did not close it.</summary>
    public int? CloseCode { get; internal set; }

    /// <summary>Whether the simulator reset the connection because of a fault.</summary>
    public bool Dropped { get; internal set; }

    /// <summary>Whether the client went away before the simulator had finished.</summary>
    public bool ClientLeft { get; internal set; }

    /// <summary>What went wrong inside the simulator itself; null unless it has a bug.</summary>
    public Exception? Failure { get; internal set; }

    /// <summary>The request's body, or the text messages that came on the socket, the first thousand.</summary>
    public IReadOnlyList<string> Texts
    {
        get
        {
            lock (_lock)
            {
                return [.. _texts];
            }
        }
    }

    /// <summary>Bytes that came as binary messages.</summary>
    public long AudioBytes => Interlocked.Read(ref _audioBytes);

    /// <summary>Messages or stream events that the simulator sent.</summary>
    public int Sent => Volatile.Read(ref _sent);

    internal void AddText(string text)
    {
        lock (_lock)
        {
            if (_texts.Count < MaxTexts)
            {
                _texts.Add(text);
            }
        }
    }

    internal void AddAudio(int bytes) => Interlocked.Add(ref _audioBytes, bytes);

    internal int CountSent() => Interlocked.Increment(ref _sent);
}
