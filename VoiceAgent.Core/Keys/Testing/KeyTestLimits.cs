using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Limits;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// The budgets of key tests, kept in this process. A refused request costs nothing, an admitted one is counted at once. Thread-safe.
/// </summary>
internal sealed class KeyTestLimits(IOptions<KeyTestOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>A key that calls report again and again is looked at this often.</summary>
    private static readonly TimeSpan ReportedAgainAfter = TimeSpan.FromMinutes(5);

    private readonly Lock _lock = new();
    private readonly SlidingBudget<AccountId> _accountMinute = new(Minute);
    private readonly SlidingBudget<AccountId> _accountDay = new(Day);
    private readonly SlidingBudget<string> _addressHour = new(Hour);
    private readonly SlidingBudget<ProviderName> _providerSecond = new(TimeSpan.FromSeconds(1));
    private readonly SlidingBudget<(AccountId, ProviderName)> _newKeysHour = new(Hour);
    private readonly SlidingBudget<(AccountId, ProviderName)> _newKeysDay = new(Day);
    private readonly SlidingBudget<AccountId> _newAccountKeys = new(Day);
    private readonly SlidingBudget<TestedKey> _knownKeys = new(Day);
    private readonly SlidingBudget<TestedKey> _reported = new(ReportedAgainAfter);
    private readonly Dictionary<AccountId, Refusals> _refusals = [];

    private KeyTestOptions Limits => options.Value;

    /// <summary>Null when the test may be made; it is counted then.</summary>
    public KeyTestRefusal? TryEnter(TestedKey key, KeyTestRequest request)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            var refusal = request.Cause switch
            {
                KeyTestCause.Asked => RefuseAsked(key, request, now),
                KeyTestCause.RefusedInCall => Refuse("reported", _reported.WaitFor(key, 1, now)),
                _ => null,
            } ?? Refuse(KeyTestRefusal.Provider, _providerSecond.WaitFor(key.Provider, Limits.PerProviderPerSecond, now));
            if (refusal is null)
            {
                Count(key, request, now);
            }

            return refusal;
        }
    }

    /// <summary>Takes note of a verdict: refused keys in a row make the account wait, an accepted one ends that.</summary>
    public void Learn(TestedKey key, KeyVerdict verdict)
    {
        lock (_lock)
        {
            if (verdict is not (KeyVerdict.Invalid or KeyVerdict.CouldNotCheck))
            {
                _refusals.Remove(key.Account);
            }
            else if (verdict is KeyVerdict.Invalid)
            {
                var inARow = _refusals.GetValueOrDefault(key.Account).InARow + 1;
                _refusals[key.Account] = new Refusals(inARow, time.GetUtcNow() + PauseAfter(inARow));
            }
        }
    }

    private TimeSpan PauseAfter(int inARow)
    {
        var doublings = inARow - Limits.RefusedInARow;
        return doublings < 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Math.Min(Day.Ticks, (long)(Limits.FirstPause.Ticks * Math.Pow(2, Math.Min(doublings, 20)))));
    }

    private KeyTestRefusal? RefuseAsked(TestedKey key, KeyTestRequest request, DateTimeOffset now)
    {
        var address = request.Actor.AddressHash;
        var isNew = _knownKeys.WaitFor(key, 1, now) is null;
        var field = (key.Account, key.Provider);
        return Refuse("refused_in_a_row", _refusals.TryGetValue(key.Account, out var refusals) && refusals.Until > now ? refusals.Until - now : null)
            ?? Refuse("account_minute", _accountMinute.WaitFor(key.Account, Limits.PerAccountPerMinute, now))
            ?? Refuse("account_day", _accountDay.WaitFor(key.Account, Limits.PerAccountPerDay, now))
            ?? Refuse("address_hour", address is null ? null : _addressHour.WaitFor(address, Limits.PerAddressPerHour, now))
            ?? Refuse("new_keys_hour", isNew ? _newKeysHour.WaitFor(field, Limits.NewKeysPerHour, now) : null)
            ?? Refuse("new_keys_day", isNew ? _newKeysDay.WaitFor(field, Limits.NewKeysPerDay, now) : null)
            ?? Refuse("new_account", isNew && request.IsOfNewAccount ? _newAccountKeys.WaitFor(key.Account, Limits.NewAccountKeys, now) : null);
    }

    private void Count(TestedKey key, KeyTestRequest request, DateTimeOffset now)
    {
        _providerSecond.Add(key.Provider, now);
        if (request.Cause is KeyTestCause.RefusedInCall)
        {
            _reported.Add(key, now);
        }

        if (request.Cause is not KeyTestCause.Asked)
        {
            return;
        }

        _accountMinute.Add(key.Account, now);
        _accountDay.Add(key.Account, now);
        if (request.Actor.AddressHash is { } address)
        {
            _addressHour.Add(address, now);
        }

        if (_knownKeys.WaitFor(key, 1, now) is null)
        {
            _knownKeys.Add(key, now);
            _newAccountKeys.Add(key.Account, now);
            _newKeysHour.Add((key.Account, key.Provider), now);
            _newKeysDay.Add((key.Account, key.Provider), now);
        }
    }

    private static KeyTestRefusal? Refuse(string limit, TimeSpan? wait) => wait is { } time ? new KeyTestRefusal(limit, time) : null;

    private readonly record struct Refusals(int InARow, DateTimeOffset Until);
}
