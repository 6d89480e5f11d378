using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Speech.Previews;

/// <summary>
/// How much an account may have read to it: previews cost its owner money at the provider, and this server work. The last minute and the last
/// hour count, whenever they began. Thread-safe.
/// </summary>
internal sealed class PreviewBudget(TimeProvider time)
{
    public const int MaxPerMinute = 10;
    public const int MaxCharactersPerHour = 6000;

    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<AccountId, Queue<(long At, int Characters)>> _uses = [];

    /// <summary>Takes what a preview needs; otherwise gives how long to wait.</summary>
    internal TimeSpan? TakeOrWait(AccountId account, int characters)
    {
        lock (_gate)
        {
            ForgetLocked();
            var uses = _uses.TryGetValue(account, out var known) ? known : _uses[account] = new Queue<(long, int)>();
            var wait = TimeSpan.Zero;
            var recent = uses.Where(use => time.GetElapsedTime(use.At) < Minute).ToArray();
            if (recent.Length >= MaxPerMinute)
            {
                wait = Minute - time.GetElapsedTime(recent[^MaxPerMinute].At);
            }

            var left = MaxCharactersPerHour - uses.Sum(use => use.Characters);
            foreach (var use in uses)
            {
                if (left >= characters)
                {
                    break;
                }

                left += use.Characters;
                wait = Hour - time.GetElapsedTime(use.At) is var later && later > wait ? later : wait;
            }

            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            uses.Enqueue((time.GetTimestamp(), characters));
            return null;
        }
    }

    private void ForgetLocked()
    {
        foreach (var (account, uses) in _uses.ToArray())
        {
            while (uses.TryPeek(out var oldest) && time.GetElapsedTime(oldest.At) >= Hour)
            {
                uses.Dequeue();
            }

            if (uses.Count == 0)
            {
                _uses.Remove(account);
            }
        }
    }
}
