using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Core.Replay;

/// <summary>Replays an account's calls under other turn options.</summary>
public sealed class CallReplays(CallLogRepository logs)
{
    /// <summary>Calls of an agent that are compared at most.</summary>
    public const int MostCalls = 50;

    /// <summary>The options a call was recorded under; null when there is no log of it that could be read.</summary>
    public async Task<TurnOptions?> FindOptionsAsync(AccountId account, CallId call, CancellationToken cancellationToken) =>
        await logs.FindAsync(account, call, cancellationToken) is { Version: CallLog.CurrentVersion } log ? log.Settings.Turns : null;

    /// <summary>Whether there is any log of the agent's calls.</summary>
    public async Task<bool> HasAnyAsync(AccountId account, AgentId agent, CancellationToken cancellationToken) =>
        (await logs.ListAsync(account, agent, 1, cancellationToken)).Count > 0;

    /// <summary>One call; null when there is no log of it. Throws <see cref="CallLogException"/> when it is not readable.</summary>
    public async Task<ReplayComparison?> OfCallAsync(AccountId account, CallId call, IReadOnlyList<ReplayVariant> variants, CancellationToken cancellationToken)
    {
        if (await logs.FindAsync(account, call, cancellationToken) is not { } log)
        {
            return null;
        }

        var comparison = await CompareAsync([log], variants, cancellationToken);
        return comparison.Unreadable == 0 ? comparison : throw new CallLogException("The log of this call cannot be replayed by this version of VoiceAgent.");
    }

    /// <summary>The last calls of an agent, as many as have a log, up to <paramref name="calls"/>.</summary>
    public async Task<ReplayComparison> OfAgentAsync(AccountId account, AgentId agent, int calls, IReadOnlyList<ReplayVariant> variants, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(calls);
        var last = await logs.ListAsync(account, agent, Math.Min(calls, MostCalls), cancellationToken);
        return await CompareAsync(last, variants, cancellationToken);
    }

    /// <summary>Compares calls by their logs, wherever these come from.</summary>
    public static async Task<ReplayComparison> CompareAsync(IReadOnlyList<CallLog> logs, IReadOnlyList<ReplayVariant> variants, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(logs);
        ArgumentNullException.ThrowIfNull(variants);
        var recorded = new List<ReplayRun>();
        var changed = variants.Select(_ => new List<ReplayRun>()).ToArray();
        var unreadable = 0;
        foreach (var log in logs)
        {
            // Live calls share the processors: they come in between two replays.
            cancellationToken.ThrowIfCancellationRequested();
            await Task.Yield();
            try
            {
                ReplayRun[] runs = [CallReplay.Recorded(log), .. variants.Select(variant => CallReplay.Under(log, variant.Options))];
                recorded.Add(runs[0]);
                for (var i = 0; i < variants.Count; i++)
                {
                    changed[i].Add(runs[i + 1]);
                }
            }
            catch (CallLogException)
            {
                unreadable++;
            }
        }

        return new ReplayComparison
        {
            Recorded = new ReplayColumn("As it was", ReplaySummary.Of(logs.Count == 0 ? new TurnOptions() : logs[0].Settings.Turns, recorded), recorded),
            Variants = [.. variants.Select((variant, i) => new ReplayColumn(variant.Name, ReplaySummary.Of(variant.Options, changed[i]), changed[i]))],
            Unreadable = unreadable,
            CutShort = logs.Count(log => log.IsCutShort),
        };
    }
}
