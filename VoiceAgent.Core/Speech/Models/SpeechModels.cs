using System.Collections.Concurrent;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Speech.Models;

/// <summary>
/// Asks each provider for an account's models at most once an hour, and once a minute after an attempt that failed. A list is an account's
/// own: keys may be let into models that others are not. Thread-safe.
/// </summary>
internal sealed class SpeechModels(IProviderKeys keys, IEnumerable<ISpeechModelList> lists, TimeProvider time) : ISpeechModels
{
    private const int MaxRemembered = 10_000;

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(AccountId Account, ProviderName Provider), Remembered> _remembered = new();

    public async Task<IReadOnlyList<string>> ListAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken)
    {
        if (lists.FirstOrDefault(list => list.Provider == provider) is not { } list)
        {
            return [];
        }

        if (_remembered.TryGetValue((account, provider), out var remembered) && time.GetElapsedTime(remembered.At) < remembered.Lasts)
        {
            return remembered.Models;
        }

        using var key = await keys.LeaseAsync(account, provider, cancellationToken);
        if (key is null)
        {
            return list.Known;
        }

        var answer = await AskAsync(list, key, cancellationToken);
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[(account, provider)] = answer;
        return answer.Models;
    }

    private async Task<Remembered> AskAsync(ISpeechModelList list, KeyLease key, CancellationToken cancellationToken)
    {
        try
        {
            var own = await list.AskAsync(key, cancellationToken);
            return new Remembered([.. list.Known.Union(own, StringComparer.Ordinal)], time.GetTimestamp(), Lasts);
        }
        catch (ProviderException)
        {
            return new Remembered(list.Known, time.GetTimestamp(), RetryAfter);
        }
    }

    private sealed record Remembered(IReadOnlyList<string> Models, long At, TimeSpan Lasts);
}
