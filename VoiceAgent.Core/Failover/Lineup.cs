using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Failover;

/// <summary>Who can carry one part of a call, in order, and how they have done so far. Thread-safe.</summary>
internal sealed class Lineup<T>(IReadOnlyList<Candidate<T>> candidates, LineupSetting setting)
{
    // Who asks to wait longer than this is of no use to the turn that waits.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly HashSet<ProviderName> _refused = [];
    private ProviderName? _current;
    private ProviderException? _lastFailure;

    /// <summary>Whether anybody could take over from the first.</summary>
    public bool HasSpare => candidates.Count > 1;

    /// <summary>Why nobody is left to try.</summary>
    public ProviderException LastFailure => Volatile.Read(ref _lastFailure) ?? new ProviderException(candidates[0].Provider, ProviderErrorKind.Unavailable);

    /// <summary>
    /// The tries of one piece of work: each candidate once, those believed up before those believed down, and at the end one of those
    /// whose trouble may have passed once more. A candidate that refused (key, credit, request) is not asked again in this call.
    /// </summary>
    public Attempts<T> Begin() => new(this);

    public void Succeeded(Candidate<T> candidate)
    {
        setting.Circuits.Succeeded(setting.Account, candidate.Provider);
        setting.Incidents.TakenOver(setting.Category, candidate.Provider);
        lock (_gate)
        {
            _current = candidate.Provider;
        }
    }

    public void Failed(ProviderException failure)
    {
        Volatile.Write(ref _lastFailure, failure);
        setting.Circuits.Failed(setting.Account, failure);
        setting.Incidents.Failed(failure);
        setting.Told(setting.Account, failure, setting.Incidents.Call);
        if (!failure.IsTransient)
        {
            lock (_gate)
            {
                _refused.Add(failure.Provider);
            }
        }
    }

    /// <summary>The next to try, or null.</summary>
    internal Candidate<T>? Pick(IReadOnlyCollection<ProviderName> tried)
    {
        Candidate<T>[] left;
        lock (_gate)
        {
            left = [.. candidates.Where(candidate => !_refused.Contains(candidate.Provider) && !tried.Contains(candidate.Provider))];
            if (setting.StaysWithCurrent && _current is { } current)
            {
                left = [.. left.OrderBy(candidate => candidate.Provider == current ? 0 : 1)];
            }
        }

        // With nobody else to take it, a circuit is no reason not to try.
        return Array.Find(left, candidate => setting.Circuits.TryEnter(setting.Account, candidate.Provider)) ?? left.FirstOrDefault();
    }

    internal static bool IsWorthAnotherTry(ProviderException failure) => failure.IsTransient && !(failure.RetryAfter > LongestWait);
}

/// <summary>What a line-up needs of the call and the process.</summary>
/// <param name="Account">Whose call it is.</param>
/// <param name="Category">Which part of it.</param>
/// <param name="Circuits">Who is believed down.</param>
/// <param name="Incidents">Where failures of the call are written down.</param>
/// <param name="Told">Told every failure; must return at once.</param>
/// <param name="StaysWithCurrent">Whether whoever did the work last is asked first: a voice does not change back and forth in a call.</param>
internal sealed record LineupSetting(
    AccountId Account,
    ProviderCategory Category,
    ProviderCircuits Circuits,
    CallIncidents Incidents,
    Action<AccountId, ProviderException, CallId?> Told,
    bool StaysWithCurrent);

/// <summary>The tries of one piece of work. For one user at a time.</summary>
internal sealed class Attempts<T>(Lineup<T> lineup)
{
    private readonly List<ProviderName> _tried = [];
    private Candidate<T>? _again;
    private bool _isAgainUsed;
    private ProviderException? _failure;

    /// <summary>Why the work could not be done when <see cref="Next"/> gives null.</summary>
    public ProviderException Failure => _failure ?? lineup.LastFailure;

    /// <summary>Whom to try next, or null when nobody is left.</summary>
    public Candidate<T>? Next()
    {
        if (NextOther() is { } other)
        {
            return other;
        }

        if (_again is { } again && !_isAgainUsed)
        {
            _isAgainUsed = true;
            return again;
        }

        return null;
    }

    /// <summary>Whom to try next of those not tried yet, or null.</summary>
    public Candidate<T>? NextOther()
    {
        if (lineup.Pick(_tried) is not { } candidate)
        {
            return null;
        }

        _tried.Add(candidate.Provider);
        return candidate;
    }

    public void Failed(Candidate<T> candidate, ProviderException failure)
    {
        lineup.Failed(failure);
        _failure = failure;
        if (!_tried.Contains(candidate.Provider))
        {
            _tried.Add(candidate.Provider);
        }

        if (Lineup<T>.IsWorthAnotherTry(failure))
        {
            _again ??= candidate;
        }
        else if (_again == candidate)
        {
            _again = null;
        }
    }
}
