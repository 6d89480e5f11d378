using System.Threading.Channels;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Calls;

/// <summary>The calls in progress in this process. Thread-safe.</summary>
public sealed class CallRegistry
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, Entry> _calls = [];
    private readonly List<LiveCallWatch> _watches = [];

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _calls.Count;
            }
        }
    }

    /// <summary>The account's calls now and every change from now on, with no gap between. Dispose it to stop.</summary>
    public LiveCallWatch Watch(AccountId account)
    {
        lock (_gate)
        {
            var now = _calls.Values.Where(entry => entry.Latest.Call.AccountId == account).Select(entry => entry.Latest);
            var watch = new LiveCallWatch(account, [.. now], Forget);
            _watches.Add(watch);
            return watch;
        }
    }

    /// <summary>The account's live call with the carrier's id, or null.</summary>
    public CallId? FindByCallControlId(AccountId account, string callControlId)
    {
        lock (_gate)
        {
            var found = _calls.Values.FirstOrDefault(entry => entry.Latest.Call.AccountId == account && entry.Latest.Call.CallControlId == callControlId);
            return found?.Latest.Call.Id;
        }
    }

    /// <summary>Asks a call of the account to end; false when it is not in progress.</summary>
    public bool HangUp(AccountId account, CallId call)
    {
        Action? hangUp = null;
        lock (_gate)
        {
            if (_calls.TryGetValue(call, out var entry) && entry.Latest.Call.AccountId == account)
            {
                hangUp = entry.HangUp;
            }
        }

        hangUp?.Invoke();
        return hangUp is not null;
    }

    /// <summary>Adds a call, or tells its watchers how it now stands.</summary>
    /// <param name="live">The whole call as it stands; phase Ended takes it out.</param>
    /// <param name="hangUp">Ends the call; must be safe to call at any time, also twice.</param>
    public void Publish(LiveCall live, Action hangUp)
    {
        ArgumentNullException.ThrowIfNull(live);
        lock (_gate)
        {
            if (live.Phase is Conversations.ConversationPhase.Ended)
            {
                _calls.Remove(live.Call.Id);
            }
            else
            {
                _calls[live.Call.Id] = new Entry(live, hangUp);
            }

            foreach (var watch in _watches)
            {
                watch.Offer(live);
            }
        }
    }

    private void Forget(LiveCallWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
        }
    }

    private sealed record Entry(LiveCall Latest, Action HangUp);
}

/// <summary>Snapshot and stream of the live calls of one account.</summary>
public sealed class LiveCallWatch : IDisposable
{
    private readonly AccountId _account;
    private readonly Action<LiveCallWatch> _forget;

    /// <summary>Snapshots that may wait for a watcher. One that does not keep up misses some, but never the end of a call.</summary>
    private const int MaxWaiting = 256;

    private readonly Channel<LiveCall> _changes = Channel.CreateUnbounded<LiveCall>();

    internal LiveCallWatch(AccountId account, IReadOnlyList<LiveCall> now, Action<LiveCallWatch> forget)
    {
        _account = account;
        _forget = forget;
        Now = now;
    }

    /// <summary>The calls when the watch began.</summary>
    public IReadOnlyList<LiveCall> Now { get; }

    /// <summary>Each is the whole call as it then stood; phase Ended is its last.</summary>
    public ChannelReader<LiveCall> Changes => _changes.Reader;

    public void Dispose()
    {
        _forget(this);
        _changes.Writer.TryComplete();
    }

    internal void Offer(LiveCall live)
    {
        var fits = _changes.Reader.Count < MaxWaiting || live.Phase is Conversations.ConversationPhase.Ended;
        if (live.Call.AccountId == _account && fits)
        {
            _changes.Writer.TryWrite(live);
        }
    }
}
