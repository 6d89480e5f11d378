using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Limits;

namespace VoiceAgent.Core.Speech.Previews;

/// <summary>
/// How much an account may have read to it: previews cost its owner money at the provider, and this server work. The last minute and the last
/// hour count, whenever they began. Thread-safe.
/// </summary>
internal sealed class PreviewBudget(TimeProvider time)
{
    public const int MaxPerMinute = 10;
    public const int MaxCharactersPerHour = 6000;

    private readonly Lock _gate = new();
    private readonly SlidingBudget<AccountId> _previews = new(TimeSpan.FromMinutes(1));
    private readonly SlidingBudget<AccountId> _characters = new(TimeSpan.FromHours(1));

    /// <summary>Takes what a preview needs; otherwise gives how long to wait.</summary>
    internal TimeSpan? TakeOrWait(AccountId account, int characters)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var (minute, hour) = (_previews.WaitFor(account, MaxPerMinute, now), _characters.WaitFor(account, MaxCharactersPerHour, now, characters));
            if (minute is not null || hour is not null)
            {
                return minute is null || hour > minute ? hour : minute;
            }

            _previews.Add(account, now);
            _characters.Add(account, now, characters);
            return null;
        }
    }
}
