using System.Threading.Channels;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>The calls of this process that ring or are being connected. Thread-safe.</summary>
public sealed class RingingCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, RingingCall> _calls = [];
    private readonly Channel<(AccountId Account, CallId Call)> _cancelled = Channel.CreateUnbounded<(AccountId, CallId)>(new UnboundedChannelOptions { SingleReader = true });

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

    /// <summary>Calls that their owner does not want any more; read by <see cref="CarrierEventQueue"/>.</summary>
    public ChannelReader<(AccountId Account, CallId Call)> Cancelled => _cancelled.Reader;

    public void Add(RingingCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_gate)
        {
            _calls.Add(call.Call.Id, call);
        }
    }

    /// <summary>The account's ringing call with the carrier's id, still owned by this collection.</summary>
    public RingingCall? Find(AccountId account, string callControlId)
    {
        lock (_gate)
        {
            return _calls.Values.FirstOrDefault(ringing => ringing.Call.AccountId == account && ringing.Call.CallControlId == callControlId);
        }
    }

    /// <summary>The account's call that is being dialled, which from now on has the carrier's id; null when it is not here or has another.</summary>
    public RingingCall? Adopt(AccountId account, CallId id, string callControlId)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(id, out var ringing) || ringing.Call.AccountId != account || !ringing.IsDialling)
            {
                return null;
            }

            return _calls[id] = ringing with { Call = ringing.Call with { CallControlId = callControlId } };
        }
    }

    /// <summary>Replaces what is known of a call that is still here; null when it is not.</summary>
    public RingingCall? Update(CallId id, Func<RingingCall, RingingCall> change)
    {
        ArgumentNullException.ThrowIfNull(change);
        lock (_gate)
        {
            return _calls.TryGetValue(id, out var ringing) ? _calls[id] = change(ringing) : null;
        }
    }

    /// <summary>Takes the call out: exactly one caller gets it.</summary>
    public RingingCall? Take(CallId id)
    {
        lock (_gate)
        {
            return _calls.Remove(id, out var ringing) ? ringing : null;
        }
    }

    /// <summary>
    /// Takes the call out to end it. One that is being dialled stays, marked to be ended once it has an id at the carrier:
    /// <paramref name="taken"/> is null then. False when the account has no such call here.
    /// </summary>
    public bool TryTakeToEnd(AccountId account, CallId id, CallEndReason reason, out RingingCall? taken)
    {
        lock (_gate)
        {
            taken = null;
            if (!_calls.TryGetValue(id, out var ringing) || ringing.Call.AccountId != account)
            {
                return false;
            }

            if (ringing.IsDialling)
            {
                _calls[id] = ringing with { EndAsked = ringing.EndAsked ?? reason };
                return true;
            }

            _calls.Remove(id);
            taken = ringing;
            return true;
        }
    }

    /// <summary>The calls whose deadline has passed.</summary>
    public IReadOnlyList<CallId> Overdue(DateTimeOffset now)
    {
        lock (_gate)
        {
            return [.. _calls.Values.Where(ringing => ringing.Deadline < now).Select(ringing => ringing.Call.Id)];
        }
    }

    public IReadOnlyList<Call> All()
    {
        lock (_gate)
        {
            return [.. _calls.Values.Select(ringing => ringing.Call)];
        }
    }

    /// <summary>Asks for the end of a call of the account that rings. At any time, also twice.</summary>
    public void Cancel(AccountId account, CallId id) => _cancelled.Writer.TryWrite((account, id));
}
