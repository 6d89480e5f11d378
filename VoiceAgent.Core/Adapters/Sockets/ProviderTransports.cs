using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// The connections to streaming providers, those of each account and provider apart: a connection that one account's key has gone through
/// never carries another's. They stay while a lease of the account's key lives (a call), and two minutes more, so that the next call finds
/// them warm. Kept without a lease are at most <see cref="MaxIdle"/>, those used longest ago go first. Thread-safe.
/// </summary>
internal sealed class ProviderTransports(TimeProvider time, TransportMetrics? metrics = null) : IDisposable
{
    /// <summary>Accounts' connections to a provider that are kept with no call on them.</summary>
    public const int MaxIdle = 200;

    private static readonly TimeSpan KeptAfter = TimeSpan.FromMinutes(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<(AccountId Account, ProviderName Provider), Entry> _entries = [];
    private readonly LinkedList<Entry> _idle = [];
    private bool _isDisposed;

    /// <summary>How many accounts' connections are held, with and without a call on them.</summary>
    internal int Count
    {
        get
        {
            lock (_gate)
            {
                return _entries.Count;
            }
        }
    }

    /// <summary>The connections of the lease's account to its provider; to be used while the lease lives.</summary>
    public ProviderTransport For(KeyLease key)
    {
        ArgumentNullException.ThrowIfNull(key);
        Entry entry;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            var place = (key.AccountId, key.Provider);
            if (!_entries.TryGetValue(place, out entry!))
            {
                _entries[place] = entry = new Entry(place, new ProviderTransport(key.Provider, time, metrics));
            }

            entry.Wake(_idle);
            entry.Leases++;
        }

        key.Ended.UnsafeRegister(_ => Left(entry), null);
        return entry.Transport;
    }

    public void Dispose()
    {
        List<Entry> all;
        lock (_gate)
        {
            _isDisposed = true;
            all = [.. _entries.Values];
            _entries.Clear();
            _idle.Clear();
        }

        all.ForEach(entry => entry.Dispose());
    }

    private void Left(Entry entry)
    {
        List<Entry> over = [];
        lock (_gate)
        {
            if (--entry.Leases > 0 || _isDisposed)
            {
                return;
            }

            entry.Rest(_idle, time.CreateTimer(_ => Expire(entry), null, KeptAfter, Timeout.InfiniteTimeSpan));
            while (_idle.Count > MaxIdle)
            {
                over.Add(Remove(_idle.First!.Value));
            }
        }

        over.ForEach(old => old.Dispose());
    }

    private void Expire(Entry entry)
    {
        lock (_gate)
        {
            if (entry.Leases > 0 || !_entries.TryGetValue(entry.Place, out var current) || current != entry)
            {
                return;
            }

            Remove(entry);
        }

        entry.Dispose();
    }

    private Entry Remove(Entry entry)
    {
        entry.Wake(_idle);
        _entries.Remove(entry.Place);
        return entry;
    }

    /// <summary>One account's connections to one provider. Changed under the gate alone.</summary>
    private sealed class Entry((AccountId Account, ProviderName Provider) place, ProviderTransport transport) : IDisposable
    {
        private LinkedListNode<Entry>? _node;
        private ITimer? _timer;

        public (AccountId Account, ProviderName Provider) Place { get; } = place;

        public ProviderTransport Transport { get; } = transport;

        public int Leases { get; set; }

        public void Rest(LinkedList<Entry> idle, ITimer timer)
        {
            _node = idle.AddLast(this);
            _timer = timer;
        }

        public void Wake(LinkedList<Entry> idle)
        {
            if (_node is not null)
            {
                idle.Remove(_node);
                _node = null;
            }

            _timer?.Dispose();
            _timer = null;
        }

        public void Dispose()
        {
            _timer?.Dispose();
            Transport.Dispose();
        }
    }
}
