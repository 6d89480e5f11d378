using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Judges whether a call can run on its account's keys and, if so, opens them. Calls that come in, calls that are made and calls that only
/// a media stream tells of all start here.
/// </summary>
public sealed class CallOpener(CallPreparation preparation, ICallReadinessService readiness, IProviderSelector selector)
{
    /// <summary>Never throws for missing keys or a locked vault: the result says what is missing. Without a call the place is left.</summary>
    public async Task<OpenedCall> OpenAsync(AccountId account, Agent agent, CallPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        PreparedCall? prepared = null;
        try
        {
            var judged = await readiness.EvaluateAsync(account, agent, cancellationToken);
            if (!judged.IsReady)
            {
                return new OpenedCall { Missing = judged.Missing, Problem = string.Join(' ', judged.Missing.Select(missing => missing.Message)) };
            }

            if (await selector.SelectAsync(account, agent, cancellationToken) is { } selection
                && (prepared = await preparation.OpenAsync(account, agent, selection, place, cancellationToken)) is not null)
            {
                return new OpenedCall { Call = prepared };
            }

            return new OpenedCall { Problem = "A key could not be used when the call was to start. Test the keys under API keys." };
        }
        catch (VaultLockedException)
        {
            return new OpenedCall { Problem = "The key vault is locked, so no key can be opened. The operator of this installation has to repair the root key." };
        }
        finally
        {
            if (prepared is null)
            {
                place.Dispose();
            }
        }
    }
}

/// <summary>A call that can start, or why it cannot.</summary>
public sealed record OpenedCall
{
    /// <summary>The receiver's to dispose; null when the call cannot start.</summary>
    public PreparedCall? Call { get; init; }

    /// <summary>What is missing, if that is why.</summary>
    public IReadOnlyList<MissingPart> Missing { get; init; } = [];

    /// <summary>Why not, in the owner's words.</summary>
    public string? Problem { get; init; }
}
