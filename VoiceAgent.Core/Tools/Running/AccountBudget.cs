using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>How many requests of an account's tools run at once and within a minute. Thread-safe.</summary>
public sealed class AccountBudget(IOptions<ToolOptions> options, TimeProvider time)
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, Use> _uses = [];

    /// <summary>A place to be disposed when the request is over; null when there is none.</summary>
    internal IDisposable? TryEnter(AccountId account)
    {
        lock (_gate)
        {
            if (!_uses.TryGetValue(account, out var use))
            {
                _uses[account] = use = new Use { Since = time.GetTimestamp() };
            }

            if (time.GetElapsedTime(use.Since) >= Window)
            {
                (use.Since, use.Count) = (time.GetTimestamp(), 0);
            }

            if (use.Running >= options.Value.MaxConcurrentPerAccount || use.Count >= options.Value.MaxRequestsPerMinute)
            {
                return null;
            }

            use.Running++;
            use.Count++;
            return new Place(this, account);
        }
    }

    // An account that has been idle for a window is forgotten.
    private void Leave(AccountId account)
    {
        lock (_gate)
        {
            var use = _uses[account];
            use.Running--;
            if (use.Running == 0 && time.GetElapsedTime(use.Since) >= Window)
            {
                _uses.Remove(account);
            }
        }
    }

    private sealed class Use
    {
        public long Since { get; set; }

        public int Count { get; set; }

        public int Running { get; set; }
    }

    private sealed class Place(AccountBudget budget, AccountId account) : IDisposable
    {
        private bool _isLeft;

        public void Dispose()
        {
            if (!_isLeft)
            {
                _isLeft = true;
                budget.Leave(account);
            }
        }
    }
}
