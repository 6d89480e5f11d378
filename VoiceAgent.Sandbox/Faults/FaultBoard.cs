namespace VoiceAgent.Sandbox.Faults;

/// <summary>The faults that hold at the moment. Each new connection takes what is due to it when it opens. Thread-safe.</summary>
public sealed class FaultBoard
{
    private readonly Lock _lock = new();
    private readonly List<Posted> _posted = [];

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

    public void Add(Fault fault)
    {
        lock (_lock)
        {
            _posted.Add(new Posted(fault));
        }
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

    /// <summary>What a connection that opens now suffers, counting it.</summary>
    internal ConnectionFaults Take(string provider, bool keyCheck)
    {
        lock (_lock)
        {
            var due = _posted.Where(posted => posted.Fault.Provider == provider && posted.Fault.OnKeyCheck == keyCheck).ToArray();
            foreach (var posted in due)
            {
                posted.Left--;
            }

            _posted.RemoveAll(posted => posted.Left is 0);
            return due.Length is 0 ? ConnectionFaults.None : new ConnectionFaults([.. due.Select(posted => posted.Fault)]);
        }
    }

    private sealed class Posted(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int? Left { get; set; } = fault.Connections;
    }
}
