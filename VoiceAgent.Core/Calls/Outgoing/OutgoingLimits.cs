using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Calls.Answering;

namespace VoiceAgent.Core.Calls.Outgoing;

/// <summary>Counts the outgoing calls of each account: at once, and within the last minute. Thread-safe.</summary>
public sealed class OutgoingLimits(IOptions<OutgoingCallOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, Counted> _accounts = [];

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
            ForgetOld(now);
            if (!_accounts.TryGetValue(account, out var counted))
            {
                _accounts[account] = counted = new Counted();
            }

            if (counted.Running >= limits.MaxConcurrentPerAccount)
            {
                return new OutgoingLimitReached($"{limits.MaxConcurrentPerAccount} calls are being made already. Wait for one to end.", TimeSpan.FromSeconds(10));
            }

            if (counted.Started.Count >= limits.MaxPerMinutePerAccount)
            {
                return new OutgoingLimitReached($"At most {limits.MaxPerMinutePerAccount} calls can be started within a minute.", counted.Started.Peek() + Window - now);
            }

            counted.Running++;
            counted.Started.Enqueue(now);
        }

        place = new CallPlace(() => Leave(account));
        return null;
    }

    private void Leave(AccountId account)
    {
        lock (_gate)
        {
            _accounts[account].Running--;
        }
    }

    private void ForgetOld(DateTimeOffset now)
    {
        foreach (var (account, counted) in _accounts)
        {
            while (counted.Started.TryPeek(out var oldest) && now - oldest >= Window)
            {
                counted.Started.Dequeue();
            }

            if (counted is { Running: 0, Started.Count: 0 })
            {
                _accounts.Remove(account);
            }
        }
    }

    private sealed class Counted
    {
        public int Running { get; set; }

        public Queue<DateTimeOffset> Started { get; } = new();
    }
}

/// <summary>No further call for now.</summary>
/// <param name="Message">Why, in the user's words.</param>
/// <param name="RetryAfter">When it is worth trying again.</param>
public sealed record OutgoingLimitReached(string Message, TimeSpan RetryAfter);
