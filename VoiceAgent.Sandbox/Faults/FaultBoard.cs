namespace VoiceAgent.Sandbox.Faults;

/// <summary>The faults that hold at the moment. Each new connection takes what is due to it when it opens. Thread-safe.</summary>
public sealed class FaultBoard(TimeProvider? time = null)
{
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Lock _lock = new();
    private readonly List<PostedFault> _posted = [];
    private readonly List<OpenConnection> _open = [];

    /// <summary>What holds now.</summary>
    public IReadOnlyList<Fault> Active
    {
        get
        {
            lock (_lock)
            {
                return [.. _posted.Select(posted => posted.Fault with { Connections = posted.Left })];
            }
        }
    }

    /// <summary>Adds a fault, written as <see cref="Fault.Parse"/> reads it.</summary>
    /// <exception cref="FormatException">It cannot be read; the message tells what is allowed.</exception>
    public void Add(string script) => Add(Fault.Parse(script));

    public PostedFault Add(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        var posted = new PostedFault(fault);
        lock (_lock)
        {
            _posted.Add(posted);
        }

        return posted;
    }

    /// <summary>
    /// Adds a fault that hits connections already open, too, in place of one of their next messages; <see cref="Fault.After"/> counts from
    /// now.
    /// </summary>
    public PostedFault Arm(Fault fault)
    {
        var posted = Add(fault);
        lock (_lock)
        {
            foreach (var open in _open.Where(open => Hits(fault, open.Provider, open.KeyCheck, open.Credentials)))
            {
                open.Faults.Arm(posted);
            }
        }

        return posted;
    }

    /// <summary>Every provider behaves again. Connections already open keep their faults.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            _posted.Clear();
        }
    }

    /// <summary>One provider behaves again.</summary>
    public void Clear(string provider)
    {
        lock (_lock)
        {
            _posted.RemoveAll(posted => posted.Fault.Provider == provider);
        }
    }

    /// <summary>Takes back a fault that was added, if it still holds.</summary>
    public void Remove(Fault fault)
    {
        lock (_lock)
        {
            var index = _posted.FindIndex(posted => posted.Fault == fault);
            if (index >= 0)
            {
                _posted.RemoveAt(index);
            }
        }
    }

    /// <summary>What a connection that opens now suffers, counting it. Give it back to <see cref="Release"/> when the connection has ended.</summary>
    /// <param name="provider">The provider's slug.</param>
    /// <param name="keyCheck">Whether it is a key check or a list.</param>
    /// <param name="credentials">What the connection showed; its key is in it.</param>
    internal ConnectionFaults Take(string provider, bool keyCheck, string credentials = "")
    {
        lock (_lock)
        {
            var due = _posted.Where(posted => Hits(posted.Fault, provider, keyCheck, credentials)).ToArray();
            foreach (var posted in due)
            {
                posted.Left--;
                if (posted.Fault.Kind is FaultKind.Status or FaultKind.Quota or FaultKind.Delay or FaultKind.Slow)
                {
                    posted.Strike(_time.GetTimestamp());
                }
            }

            _posted.RemoveAll(posted => posted.Left is 0);
            var faults = new ConnectionFaults(due, _time);
            _open.Add(new OpenConnection(provider, keyCheck, credentials, faults));
            return faults;
        }
    }

    internal void Release(ConnectionFaults faults)
    {
        lock (_lock)
        {
            _open.RemoveAll(open => open.Faults == faults);
        }
    }

    private static bool Hits(Fault fault, string provider, bool keyCheck, string credentials) =>
        fault.Provider == provider && fault.OnKeyCheck == keyCheck && (fault.Key is null || credentials.Contains(fault.Key, StringComparison.Ordinal));

    private sealed record OpenConnection(string Provider, bool KeyCheck, string Credentials, ConnectionFaults Faults);
}
