using System.Collections.Concurrent;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Providers.Choices;

/// <summary>
/// Asks each provider for an account's lists at most once in ten minutes, and once a minute after an attempt that failed; at once when
/// the account's key has changed. Whoever asks while an answer is awaited gets the same answer. A list outlives a day of trouble at its
/// provider. Lists are the account's own: they hold the voices that the account has made. Thread-safe.
/// </summary>
internal sealed class ProviderChoices(IProviderKeys keys, IEnumerable<IChoiceList> lists, TimeProvider time) : IProviderChoices
{
    /// <summary>Lists remembered at most; then the oldest tenth is forgotten.</summary>
    internal const int MaxRemembered = 2_000;

    private const int MaxChoices = 1_000;
    private const int MaxIdLength = 200;

    private static readonly TimeSpan Lasts = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan OutlivesTrouble = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<Wanted, Remembered> _remembered = new();
    private readonly ConcurrentDictionary<(Wanted, KeyMark), Lazy<Task<ChoiceListing>>> _awaited = new();

    /// <summary>How many lists are remembered.</summary>
    internal int Count => _remembered.Count;

    public async Task<ChoiceListing> ListAsync(AccountId account, ProviderName provider, ChoiceKind kind, CancellationToken cancellationToken)
    {
        if (lists.FirstOrDefault(list => list.Provider == provider && list.Kind == kind) is not { } list)
        {
            return ChoiceListing.Empty;
        }

        var stored = (await keys.ListAsync(account, cancellationToken)).FirstOrDefault(key => key.Provider == provider);
        if (stored is not { IsUsable: true })
        {
            return new ChoiceListing(list.Known);
        }

        var wanted = new Wanted(account, provider, kind);
        var mark = new KeyMark(stored.UpdatedAt, stored.Fingerprint, stored.Region);
        if (_remembered.TryGetValue(wanted, out var remembered) && remembered.Key == mark && time.GetUtcNow() < remembered.Until)
        {
            return remembered.Listing;
        }

        // What is asked for is awaited by everybody who wants it, so that nobody's cancellation ends it; the lists bound their own time.
        var answer = _awaited.GetOrAdd((wanted, mark), key => new Lazy<Task<ChoiceListing>>(() => AskOnceAsync(list, key.Item1, key.Item2)));
        return await answer.Value.WaitAsync(cancellationToken);
    }

    private async Task<ChoiceListing> AskOnceAsync(IChoiceList list, Wanted wanted, KeyMark mark)
    {
        try
        {
            using var lease = await keys.LeaseAsync(wanted.Account, wanted.Provider, CancellationToken.None);
            if (lease is null)
            {
                return new ChoiceListing(list.Known);
            }

            var before = _remembered.TryGetValue(wanted, out var remembered) && remembered.Key == mark ? remembered : null;
            var next = await AskAsync(list, lease, mark, before);
            Forget();
            _remembered[wanted] = next;
            return next.Listing;
        }
        finally
        {
            _awaited.TryRemove((wanted, mark), out _);
        }
    }

    private async Task<Remembered> AskAsync(IChoiceList list, KeyLease key, KeyMark mark, Remembered? before)
    {
        try
        {
            var own = (await list.AskAsync(key, CancellationToken.None))
                .Where(choice => choice.Id.Length is > 0 and <= MaxIdLength).DistinctBy(choice => choice.Id).Take(MaxChoices).ToArray();
            var now = time.GetUtcNow();
            return new Remembered(new ChoiceListing(own.Length > 0 ? own : list.Known), mark, now, now + Lasts);
        }
        catch (ProviderException trouble)
        {
            var now = time.GetUtcNow();
            var isKept = before?.GivenAt is { } given && now - given < OutlivesTrouble;
            var listing = isKept ? before!.Listing with { RememberedFrom = before.GivenAt } : new ChoiceListing(list.Known);
            return new Remembered(listing with { Trouble = trouble.Kind }, mark, isKept ? before!.GivenAt : null, now + RetryAfter);
        }
    }

    private void Forget()
    {
        if (_remembered.Count < MaxRemembered)
        {
            return;
        }

        foreach (var (oldest, _) in _remembered.ToArray().OrderBy(entry => entry.Value.Until).Take(MaxRemembered / 10))
        {
            _remembered.TryRemove(oldest, out _);
        }
    }

    private readonly record struct Wanted(AccountId Account, ProviderName Provider, ChoiceKind Kind);

    /// <summary>Tells one key from the next.</summary>
    private sealed record KeyMark(DateTimeOffset UpdatedAt, string Fingerprint, string? Region);

    /// <param name="Listing">The answer.</param>
    /// <param name="Key">Whose it is.</param>
    /// <param name="GivenAt">When the provider gave it; null when it did not.</param>
    /// <param name="Until">When it is asked for anew.</param>
    private sealed record Remembered(ChoiceListing Listing, KeyMark Key, DateTimeOffset? GivenAt, DateTimeOffset Until);
}
