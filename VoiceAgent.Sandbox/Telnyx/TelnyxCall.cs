using System.Collections.Concurrent;
using System.Security.Cryptography;
using VoiceAgent.Core.Audio;

namespace VoiceAgent.Sandbox.Telnyx;

/// <summary>One call at the simulated carrier. Thread-safe; commands, the media clock and the stream all meet here.</summary>
internal sealed class TelnyxCall
{
    private const int MostPeerFrames = 10;
    private static readonly TimeSpan CommandIdLife = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TaskCompletionSource _answered = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<CallEnding> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Dictionary<string, DateTimeOffset> _commandIds = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _delivered = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<byte[]> _fromPeer = new();
    private MediaStream? _stream;
    private string _keysSent = string.Empty;
    private int _keysTaken;
    private TelnyxCall? _peer;

    public TelnyxCall(string from, string to, string connectionId, AudioFormat codec, Uri webhookUrl, TimeProvider time)
    {
        _time = time;
        From = from;
        To = to;
        ConnectionId = connectionId;
        LegFormat = codec;
        WebhookUrl = webhookUrl;
        StartedAt = time.GetUtcNow();
    }

    /// <summary>Opaque, and with the signs that a path must escape.</summary>
    public string ControlId { get; } = "v3:" + Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)).Replace('+', '-').Replace('/', '_');

    public string LegId { get; } = Guid.CreateVersion7().ToString();

    public string SessionId { get; init; } = Guid.CreateVersion7().ToString();

    public string UserId { get; } = "3e6f995f-85f7-4705-9741-53b116d28237";

    /// <summary>Carries the audio in place of <see cref="MediaStream"/>; null as a rule.</summary>
    public Func<TelnyxCall, StreamRequest, CancellationToken, Task>? CarryAsync { get; init; }

    /// <summary>Whether the app makes the call; otherwise it comes in.</summary>
    public bool IsOutgoing { get; init; }

    public string ConnectionId { get; }

    public string From { get; }

    public string To { get; }

    /// <summary>Codec of the leg to the telephone.</summary>
    public AudioFormat LegFormat { get; }

    /// <summary>PCMU or PCMA.</summary>
    public string Codec => CodecName(LegFormat);

    public DateTimeOffset StartedAt { get; }

    public DateTimeOffset? AnsweredAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    /// <summary>Where events go; a command may change it for the rest of the call.</summary>
    public Uri WebhookUrl { get; private set; }

    /// <summary>Base64 given by the last command that had it, repeated in every later event.</summary>
    public string? ClientState { get; set; }

    public bool IsAnswered => _answered.Task.IsCompletedSuccessfully;

    public bool IsEnded => _ended.Task.IsCompleted;

    public Task Answered => _answered.Task;

    public Task<CallEnding> Ended => _ended.Task;

    public MediaStream? Stream
    {
        get
        {
            lock (_lock)
            {
                return _stream;
            }
        }
    }

    /// <summary>The call it has been connected with; null until then.</summary>
    public TelnyxCall? Peer => Volatile.Read(ref _peer);

    /// <summary>Keys that the app pressed for the far end.</summary>
    public string KeysSent => Volatile.Read(ref _keysSent);

    public void PressKeys(string keys)
    {
        lock (_lock)
        {
            _keysSent += keys;
        }
    }

    /// <summary>The next key that the far end has not been given; null where there is none. Pauses between keys take no time.</summary>
    public char? TakeKey()
    {
        if (_keysTaken == KeysSent.Length)
        {
            return null;
        }

        lock (_lock)
        {
            while (_keysTaken < _keysSent.Length)
            {
                if (_keysSent[_keysTaken++] is not ('w' or 'W') and var key)
                {
                    return key;
                }
            }
        }

        return null;
    }

    public void PutThrough(TelnyxCall peer) => Volatile.Write(ref _peer, peer);

    /// <summary>20 ms that the peer said; what is not fetched in time is dropped.</summary>
    public void OfferFromPeer(byte[] frame)
    {
        _fromPeer.Enqueue(frame);
        if (_fromPeer.Count > MostPeerFrames)
        {
            _fromPeer.TryDequeue(out _);
        }
    }

    public byte[]? TakeFromPeer() => _fromPeer.TryDequeue(out var frame) ? frame : null;

    /// <summary>Everything that was delivered of this call so far is known by event type; this waits for the first of a type.</summary>
    public Task WhenDelivered(string eventType) => Delivery(eventType).Task;

    public void Delivered(string eventType) => Delivery(eventType).TrySetResult();

    /// <summary>Whether the command is one of this call's within the last minute.</summary>
    public bool HasCommand(string commandId) => !IsNewCommand(commandId);

    /// <summary>False when the same command came within the last minute and must be ignored.</summary>
    public bool IsNewCommand(string? commandId)
    {
        if (commandId is null)
        {
            return true;
        }

        lock (_lock)
        {
            return !_commandIds.TryGetValue(commandId, out var at) || _time.GetUtcNow() - at >= CommandIdLife;
        }
    }

    /// <summary>Remembers what every accepted command may set.</summary>
    public void Accept(CommandBody body)
    {
        var state = body.ClientState();
        var url = body.Address("webhook_url", "http", "https");
        lock (_lock)
        {
            ClientState = state ?? ClientState;
            WebhookUrl = url ?? WebhookUrl;
            if (body.CommandId is { } id)
            {
                _commandIds[id] = _time.GetUtcNow();
            }
        }
    }

    /// <summary>False when it was answered or has ended before.</summary>
    public bool TryAnswer()
    {
        lock (_lock)
        {
            if (IsEnded || IsAnswered)
            {
                return false;
            }

            AnsweredAt = _time.GetUtcNow();
            return _answered.TrySetResult();
        }
    }

    /// <summary>Ends the call and its stream; false when it has ended before.</summary>
    public bool TryEnd(CallEnding ending)
    {
        MediaStream? stream;
        lock (_lock)
        {
            if (IsEnded)
            {
                return false;
            }

            EndedAt = _time.GetUtcNow();
            stream = _stream;
            _ended.SetResult(ending);
        }

        stream?.Stop();
        return true;
    }

    /// <summary>False when another stream is running or the call has ended.</summary>
    public bool TrySetStream(MediaStream stream)
    {
        lock (_lock)
        {
            if (_stream is not null || IsEnded)
            {
                return false;
            }

            _stream = stream;
            return true;
        }
    }

    public void StreamEnded(MediaStream stream)
    {
        lock (_lock)
        {
            if (_stream == stream)
            {
                _stream = null;
            }
        }
    }

    public static string CodecName(AudioFormat format) => format.Encoding is AudioEncoding.Alaw ? "PCMA" : "PCMU";

    private TaskCompletionSource Delivery(string eventType) =>
        _delivered.GetOrAdd(eventType, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
