using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Limits;
using VoiceAgent.Core.Calls.Answering;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>Counts the outgoing calls of each account: at once, and within the last minute. Thread-safe.</summary>
public sealed class OutgoingLimits(IOptions<OutgoingCallOptions> options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly SlidingBudget<AccountId> _started = new(TimeSpan.FromMinutes(1));
    private readonly Dictionary<AccountId, int> _running = [];

    /// <summary>
    /// Null when the account may make one more call, which then holds <paramref name="place"/> until it is over; otherwise how long to wait,
    /// and why in the user's words.
    /// </summary>
    public OutgoingLimitReached? Refuse(AccountId account, out CallPlace? place)
    {
        place = null;
        var limits = options.Value;
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var running = _running.GetValueOrDefault(account);
            if (running >= limits.MaxConcurrentPerAccount)
            {
                return new OutgoingLimitReached($"{limits.MaxConcurrentPerAccount} calls are being made already. Wait for one to end.", TimeSpan.FromSeconds(10));
            }

            if (_started.WaitFor(account, limits.MaxPerMinutePerAccount, now) is { } wait)
            {
                return new OutgoingLimitReached($"At most {limits.MaxPerMinutePerAccount} calls can be started within a minute.", wait);
            }

            _running[account] = running + 1;
            _started.Add(account, now);
        }

        place = new CallPlace(() => Leave(account));
        return null;
    }

    private void Leave(AccountId account)
    {
        lock (_gate)
        {
            if (--_running[account] == 0)
            {
                _running.Remove(account);
            }
        }
    }
}

/// <summary>No further call for now.</summary>
/// <param name="Message">Why, in the user's words.</param>
/// <param name="RetryAfter">When it is worth trying again.</param>
public sealed record OutgoingLimitReached(string Message, TimeSpan RetryAfter);
