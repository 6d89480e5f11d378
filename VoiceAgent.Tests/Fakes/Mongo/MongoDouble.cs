using System.Net;
using System.Net.Sockets;
using MongoDB.Bson;

namespace VoiceAgent.Tests.Fakes.Mongo;

/// <summary>
/// A MongoDB 4.4 of one node, in memory, on a free port of 127.0.0.1: it speaks the wire protocol and knows the commands that the adapter
/// sends, and nothing else. It takes itself for the primary of a replica set, so that the driver sends what it sends there: sessions,
/// transaction numbers of retryable writes, write concerns. Written from the public documents of the protocol and the commands.
/// </summary>
public sealed class MongoDouble : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _lock = new();
    private readonly WireDatabases _databases = new();
    private readonly WireCommands _commands;
    private readonly List<BsonDocument> _log = [];
    private readonly Dictionary<(BsonValue Session, long Transaction), BsonDocument> _answered = [];
    private readonly List<TcpClient> _connections = [];
    private readonly List<string> _answersToLose = [];
    private readonly Task _accepting;
    private bool _isDown;

    public MongoDouble()
    {
        _commands = new WireCommands(_databases);
        _listener.Start();
        Endpoint = _listener.LocalEndpoint.ToString()!;
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Endpoint { get; }

    public string Uri(string database) => $"mongodb://{Endpoint}/{database}?replicaSet=rs0";

    /// <summary>Commands so far, those of the driver's own monitoring left out.</summary>
    public IReadOnlyList<BsonDocument> Log
    {
        get
        {
            lock (_lock)
            {
                return [.. _log];
            }
        }
    }

    /// <summary>The next answer to this command is lost with its connection, after the command was carried out.</summary>
    public void LoseAnswerTo(string command)
    {
        lock (_lock)
        {
            _answersToLose.Add(command);
        }
    }

    /// <summary>Closes all connections and refuses new ones, until told otherwise.</summary>
    public void SetDown(bool isDown)
    {
        lock (_lock)
        {
            _isDown = isDown;
            if (isDown)
            {
                _connections.ForEach(connection => connection.Dispose());
                _connections.Clear();
            }
        }
    }

    /// <summary>What the server does about once a minute: deletes what its expiring indexes say has expired.</summary>
    public void RemoveExpired(DateTimeOffset now)
    {
        lock (_lock)
        {
            foreach (var collection in _databases.Collections)
            {
                collection.RemoveExpired(now);
            }
        }
    }

    /// <summary>The documents of a collection as they are stored.</summary>
    public IReadOnlyList<BsonDocument> Stored(string database, string collection)
    {
        lock (_lock)
        {
            return _databases.Find(database, collection)?.Find([]) ?? [];
        }
    }

    public IReadOnlyList<BsonDocument> Indexes(string database, string collection)
    {
        lock (_lock)
        {
            return [.. _databases.Find(database, collection)?.Indexes.Select(index => index.Description) ?? []];
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _listener.Stop();
        SetDown(true);
        await _accepting;
        _stopping.Dispose();
    }

    private async Task AcceptAsync()
    {
        var serving = new List<Task>();
        try
        {
            while (true)
            {
                var connection = await _listener.AcceptTcpClientAsync(_stopping.Token);
                if (TryAdd(connection))
                {
                    serving.RemoveAll(task => task.IsCompleted);
                    serving.Add(ServeAsync(connection));
                }
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // Stopped.
        }

        await Task.WhenAll(serving);
    }

    private bool TryAdd(TcpClient connection)
    {
        lock (_lock)
        {
            if (_isDown)
            {
                connection.Dispose();
                return false;
            }

            _connections.Add(connection);
            return true;
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        try
        {
            connection.NoDelay = true;
            var stream = connection.GetStream();
            for (var id = 1; await WireMessage.ReadAsync(stream, _stopping.Token) is { } message; id++)
            {
                if (Answer(message.Command) is not { } reply)
                {
                    break;
                }

                await stream.WriteAsync(message.Answer(reply, id), _stopping.Token);
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException or InvalidDataException)
        {
            // The other side went, or said what no server understands: a server closes the connection.
        }

        lock (_lock)
        {
            _connections.Remove(connection);
            connection.Dispose();
        }
    }

    /// <summary>Null: the answer is lost.</summary>
    private BsonDocument? Answer(BsonDocument command)
    {
        var name = command.GetElement(0).Name;
        if (name is "hello" or "isMaster" or "ismaster")
        {
            return Hello();
        }

        lock (_lock)
        {
            _log.Add(command);
            var retryable = command.TryGetValue("txnNumber", out var number) ? (command["lsid"], number.ToInt64()) : default((BsonValue, long)?);
            if (retryable is not { } key || !_answered.TryGetValue(key, out var reply))
            {
                reply = Run(command);
                if (retryable is { } made)
                {
                    _answered[made] = reply;
                }
            }

            return _answersToLose.Remove(name) ? null : reply;
        }
    }

    private BsonDocument Run(BsonDocument command)
    {
        try
        {
            return _commands.Run(command).Add("ok", 1.0);
        }
        catch (WireException failure)
        {
            return Failure(failure.Code, failure.CodeName, failure.Message);
        }
        catch (Exception failure) when (failure is KeyNotFoundException or InvalidCastException or FormatException)
        {
            return Failure(WireException.Internal, "InternalError", failure.Message);
        }
    }

    private static BsonDocument Failure(int code, string name, string message) =>
        new() { { "ok", 0.0 }, { "errmsg", message }, { "code", code }, { "codeName", name } };

    /// <summary>Wire version 9 is that of MongoDB 4.4.</summary>
    private BsonDocument Hello() => new()
    {
        { "helloOk", true },
        { "ismaster", true },
        { "isWritablePrimary", true },
        { "setName", "rs0" },
        { "setVersion", 1 },
        { "hosts", new BsonArray { Endpoint } },
        { "primary", Endpoint },
        { "me", Endpoint },
        { "maxBsonObjectSize", 16_777_216 },
        { "maxMessageSizeBytes", 48_000_000 },
        { "maxWriteBatchSize", 100_000 },
        { "localTime", new BsonDateTime(TimeProvider.System.GetUtcNow().UtcDateTime) },
        { "logicalSessionTimeoutMinutes", 30 },
        { "minWireVersion", 0 },
        { "maxWireVersion", 9 },
        { "readOnly", false },
        { "ok", 1.0 },
    };
}
