using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Limits;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys.Watching;

namespace VoiceAgent.Core.Keys.Testing;

/// <summary>
/// Decides whether a test may be made: the budgets, and no test of a key that several accounts have stored. What it says is the same for
/// every key, good or bad. Refusals are in the audit trail, once a minute for each account.
/// </summary>
internal sealed class KeyTestGate(
    ProviderKeyStore store, AccountRepository accounts, KeyTestLimits limits, KeyTrail trail, IOptions<KeyTestOptions> options, TimeProvider time)
{
    /// <summary>The limit of all accounts together passes within a second: it is waited for.</summary>
    private const int Waits = 5;

    private static readonly TimeSpan RefusalsRecordedEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SlidingBudget<AccountId> _recorded = new(RefusalsRecordedEvery);

    /// <summary>Null when the test may be made, else what to say.</summary>
    public async Task<KeyTestResult?> TryEnterAsync(ProviderKey key, KeyTestRequest request, CancellationToken cancellationToken)
    {
        if (await store.IsSharedWidelyAsync(key, cancellationToken))
        {
            await RecordAsync(key, request, "shared_key", cancellationToken);
            return new KeyTestResult(
                KeyVerdict.CouldNotCheck, "This key is stored in several accounts, so it is not tested here. Make a key of your own at the provider and enter it.")
            {
                Obstacle = KeyTestObstacle.Limit,
            };
        }

        var asked = request with { IsOfNewAccount = await IsNewAsync(key.AccountId, cancellationToken) };
        for (var wait = 0; ; wait++)
        {
            if (limits.TryEnter(Tested(key), asked) is not { } refusal)
            {
                return null;
            }

            if (refusal.Limit is not KeyTestRefusal.Provider || wait == Waits)
            {
                await RecordAsync(key, request, refusal.Limit, cancellationToken);
                return new KeyTestResult(KeyVerdict.CouldNotCheck, $"Keys were tested very often. The key is stored; test it again in {InWords(refusal.RetryAfter)}.")
                {
                    Obstacle = KeyTestObstacle.Limit,
                    RetryAfter = refusal.RetryAfter,
                };
            }

            await Task.Delay(refusal.RetryAfter, time, cancellationToken);
        }
    }

    private async Task<bool> IsNewAsync(AccountId account, CancellationToken cancellationToken) =>
        await accounts.FindAsync(account, cancellationToken) is not { } found || time.GetUtcNow() - found.CreatedAt < options.Value.NewAccountAge;

    public void Learn(ProviderKey key, KeyVerdict verdict) => limits.Learn(Tested(key), verdict);

    private static TestedKey Tested(ProviderKey key) => new(key.AccountId, key.Provider, key.FingerprintHex);

    private static string InWords(TimeSpan wait) => wait switch
    {
        { TotalMinutes: <= 1 } => $"{Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds))} seconds",
        { TotalHours: <= 1 } => $"{(int)Math.Ceiling(wait.TotalMinutes)} minutes",
        _ => $"{(int)Math.Ceiling(wait.TotalHours)} hours",
    };

    private async Task RecordAsync(ProviderKey key, KeyTestRequest request, string limit, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_recorded.WaitFor(key.AccountId, 1, now) is not null)
            {
                return;
            }

            _recorded.Add(key.AccountId, now);
        }

        await trail.RecordAsync(AuditEvents.KeyTestRefused, request.Actor, key, limit, cancellationToken: cancellationToken);
    }
}
