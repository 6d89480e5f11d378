namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// A call between its first ring and the opening of its media stream. Whoever removes it from <see cref="RingingCalls"/> owns it
/// from then on and disposes <see cref="Prepared"/>.
/// </summary>
/// <param name="Call">The call as saved.</param>
/// <param name="Prepared">Its keys and ports.</param>
/// <param name="Codec">PCMU or PCMA, by what the caller's side offered.</param>
public sealed record RingingCall(Call Call, PreparedCall Prepared, string Codec);

/// <summary>The calls of this process that ring or are being connected. Thread-safe.</summary>
public sealed class RingingCalls
{
    private readonly Lock _gate = new();
    private readonly Dictionary<CallId, RingingCall> _calls = [];

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

    public void Add(RingingCall call)
    {
        ArgumentNullException.ThrowIfNull(call);
        lock (_gate)
        {
            _calls.Add(call.Call.Id, call);
        }
    }

    /// <summary>The account's ringing call with the carrier's id, still owned by this collection.</summary>
    public RingingCall? Find(Accounts.AccountId account, string callControlId)
    {
        lock (_gate)
        {
            return _calls.Values.FirstOrDefault(ringing => ringing.Call.AccountId == account && ringing.Call.CallControlId == callControlId);
        }
    }

    /// <summary>Replaces what is known of a call that is still here.</summary>
    public bool Update(CallId id, Func<Call, Call> change)
    {
        lock (_gate)
        {
            if (!_calls.TryGetValue(id, out var ringing))
            {
                return false;
            }

            _calls[id] = ringing with { Call = change(ringing.Call) };
            return true;
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

    /// <summary>The calls that began before <paramref name="moment"/>.</summary>
    public IReadOnlyList<CallId> StartedBefore(DateTimeOffset moment)
    {
        lock (_gate)
        {
            return [.. _calls.Values.Where(ringing => ringing.Call.StartedAt < moment).Select(ringing => ringing.Call.Id)];
        }
    }
}
