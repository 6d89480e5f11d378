using System.Threading.Channels;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>
/// The live page's state: the account's calls in progress, and those that ended a moment ago. <see cref="FollowAsync"/> is the only
/// writer; it renders at most five times a second however fast the calls change, and once a second while only the clocks move.
/// Used by one circuit; dispose it to stop watching.
/// </summary>
public sealed class LiveCallsModel : IDisposable
{
    public static readonly TimeSpan RenderInterval = TimeSpan.FromMilliseconds(200);
    public static readonly TimeSpan EndedStaysFor = TimeSpan.FromSeconds(30);

    private static readonly TimeSpan ClockInterval = TimeSpan.FromSeconds(1);

    // A watch may drop old snapshots, and the last one of a call can be among them. Comparing with the registry finds such calls.
    private static readonly TimeSpan ReconcileInterval = TimeSpan.FromSeconds(5);

    private readonly CallRegistry _registry;
    private readonly TimeProvider _time;
    private readonly AccountId _account;
    private readonly LiveCallWatch _watch;
    private readonly Dictionary<CallId, LiveCall> _calls = [];
    private readonly Dictionary<CallId, DateTimeOffset> _endedAt = [];
    private readonly HashSet<CallId> _hangingUp = [];
    private DateTimeOffset _reconciledAt;

    public LiveCallsModel(CallRegistry registry, TimeProvider time, AccountId account)
    {
        (_registry, _time, _account) = (registry, time, account);
        _watch = registry.Watch(account);
        _reconciledAt = time.GetUtcNow();
        foreach (var live in _watch.Now)
        {
            Apply(live);
        }

        Calls = View();
    }

    /// <summary>Calls in progress first, the newest on top; then those that have just ended.</summary>
    public IReadOnlyList<LiveCallView> Calls { get; private set; }

    public IReadOnlyList<LiveCallView> InProgress => [.. Calls.Where(call => !call.HasEnded)];

    public void Dispose() => _watch.Dispose();

    /// <summary>Asks the call to end. The card says so until it has.</summary>
    public void HangUp(CallId call)
    {
        if (_registry.HangUp(_account, call))
        {
            _hangingUp.Add(call);
        }

        Calls = View();
    }

    /// <summary>Follows the calls until cancelled or disposed; ends without a fault then.</summary>
    /// <param name="render">Shows <see cref="Calls"/> as it now is.</param>
    /// <param name="cancellationToken">Ends the following.</param>
    public async Task FollowAsync(Action render, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(render);
        var changes = _watch.Changes;
        Task<bool>? change = null;
        Task? tick = null;
        try
        {
            while (true)
            {
                change ??= WaitAsync(changes);
                tick ??= Task.Delay(ClockInterval, _time, cancellationToken);
                var happened = await Task.WhenAny(change, tick);
                await happened;
                if (happened == tick)
                {
                    tick = null;
                }
                else if (await change)
                {
                    change = null;
                }
                else
                {
                    return;
                }

                if (Update(changes))
                {
                    render();
                    await Task.Delay(RenderInterval, _time, cancellationToken);
                }
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // The page is gone.
        }
    }

    // Awaited, not AsTask, so that it comes back on the circuit's context. Disposing the watch ends it; cancelling the clock's tick
    // ends the following.
    private static async Task<bool> WaitAsync(ChannelReader<LiveCall> changes) => await changes.WaitToReadAsync(CancellationToken.None);

    // True when something on the page is different from before.
    private bool Update(ChannelReader<LiveCall> changes)
    {
        var hadCalls = _calls.Count > 0;
        while (changes.TryRead(out var live))
        {
            Apply(live);
        }

        Reconcile();
        ForgetLongEnded();
        if (!hadCalls && _calls.Count == 0)
        {
            return false;
        }

        Calls = View();
        return true;
    }

    private void Apply(LiveCall live)
    {
        var id = live.Call.Id;
        if (_endedAt.ContainsKey(id) && live.Phase is not ConversationPhase.Ended)
        {
            // Older than what is known: a call that has ended does not come back.
            return;
        }

        if (_calls.TryGetValue(id, out var before) && before.Call.AnsweredAt is null && live.Call.AnsweredAt is not null)
        {
            // Picked up while it was being cancelled: the button is for hanging up now.
            _hangingUp.Remove(id);
        }

        _calls[id] = live;
        if (live.Phase is ConversationPhase.Ended)
        {
            _endedAt.TryAdd(id, _time.GetUtcNow());
            _hangingUp.Remove(id);
        }
    }

    private void Reconcile()
    {
        var now = _time.GetUtcNow();
        if (now - _reconciledAt < ReconcileInterval)
        {
            return;
        }

        _reconciledAt = now;
        using var check = _registry.Watch(_account);
        var inProgress = check.Now.ToDictionary(live => live.Call.Id);
        foreach (var live in inProgress.Values)
        {
            Apply(live);
        }

        foreach (var lost in _calls.Values.Where(live => live.Phase is not ConversationPhase.Ended && !inProgress.ContainsKey(live.Call.Id)).ToList())
        {
            Apply(lost with { Phase = ConversationPhase.Ended, InterimText = string.Empty });
        }
    }

    private void ForgetLongEnded()
    {
        var now = _time.GetUtcNow();
        foreach (var (id, _) in _endedAt.Where(ended => now - ended.Value >= EndedStaysFor).ToList())
        {
            _calls.Remove(id);

            // The mark outlives the card for as long as an old snapshot could still be on its way.
            if (now - _endedAt[id] >= 2 * EndedStaysFor)
            {
                _endedAt.Remove(id);
            }
        }
    }

    private List<LiveCallView> View()
    {
        var now = _time.GetUtcNow();
        return
        [
            .. _calls.Values
                .OrderBy(live => live.Phase is ConversationPhase.Ended)
                .ThenByDescending(live => live.Call.StartedAt)
                .Select(live => new LiveCallView(live, DurationOf(live, now)) { IsHangingUp = _hangingUp.Contains(live.Call.Id) }),
        ];
    }

    private TimeSpan DurationOf(LiveCall live, DateTimeOffset now)
    {
        var end = live.Call.EndedAt ?? (_endedAt.TryGetValue(live.Call.Id, out var seen) ? seen : now);
        var duration = end - (live.Call.AnsweredAt ?? live.Call.StartedAt);
        return duration < TimeSpan.Zero ? TimeSpan.Zero : duration;
    }
}

/// <summary>One card of the live page.</summary>
public sealed record LiveCallView(LiveCall Live, TimeSpan Duration)
{
    public Call Call => Live.Call;

    public CallId Id => Live.Call.Id;

    public bool HasEnded => Live.Phase is ConversationPhase.Ended;

    /// <summary>The hang-up button was pressed and the call is not over yet.</summary>
    public bool IsHangingUp { get; init; }
}
