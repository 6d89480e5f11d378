using System.Collections.Concurrent;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Providers.Choices;

/// <summary>
/// Asks each provider for an account's lists at most once in ten minutes, and once a minute after an attempt that failed; at once when
/// the account's key has changed. A list is an account's own: it holds the voices that the account has made. Thread-safe.
/// </summary>
internal sealed class ProviderChoices(IProviderKeys keys, IEnumerable<IChoiceList> lists, TimeProvider time) : IProviderChoices
{
    private const int MaxRemembered = 5_000;
    private const int MaxChoices = 1_000;

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(AccountId Account, ProviderName Provider, ChoiceKind Kind), Remembered> _remembered = new();

    public async Task<IReadOnlyList<ProviderChoice>> ListAsync(AccountId account, ProviderName provider, ChoiceKind kind, CancellationToken cancellationToken)
    {
        if (lists.FirstOrDefault(list => list.Provider == provider && list.Kind == kind) is not { } list)
        {
            return [];
        }

        var stored = (await keys.ListAsync(account, cancellationToken)).FirstOrDefault(key => key.Provider == provider);
        if (stored is not { IsUsable: true })
        {
            return list.Known;
        }

        var version = (stored.UpdatedAt, stored.Fingerprint, stored.Region);
        if (_remembered.TryGetValue((account, provider, kind), out var remembered)
            && remembered.Key == version && time.GetElapsedTime(remembered.At) < remembered.Lasts)
        {
            return remembered.Choices;
        }

        using var lease = await keys.LeaseAsync(account, provider, cancellationToken);
        if (lease is null)
        {
            return list.Known;
        }

        var (choices, lasts) = await AskAsync(list, lease, cancellationToken);
        if (_remembered.Count >= MaxRemembered)
        {
            _remembered.Clear();
        }

        _remembered[(account, provider, kind)] = new Remembered(choices, version, time.GetTimestamp(), lasts);
        return choices;
    }

    private static async Task<(IReadOnlyList<ProviderChoice> Choices, TimeSpan Lasts)> AskAsync(IChoiceList list, KeyLease key, CancellationToken cancellationToken)
    {
        try
        {
            var own = (await list.AskAsync(key, cancellationToken)).Where(choice => choice.Id.Length is > 0 and <= 200).DistinctBy(choice => choice.Id).Take(MaxChoices).ToArray();
            return (own.Length > 0 ? own : list.Known, Lasts);
        }
        catch (ProviderException)
        {
            return (list.Known, RetryAfter);
        }
    }

    private sealed record Remembered(
        IReadOnlyList<ProviderChoice> Choices, (DateTimeOffset UpdatedAt, string Fingerprint, string? Region) Key, long At, TimeSpan Lasts);
}
