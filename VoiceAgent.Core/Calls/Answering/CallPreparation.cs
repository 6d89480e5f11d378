using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Opens the keys that a call runs on: those of the account that owns it, or none.</summary>
public sealed class CallPreparation(
    IProviderKeys keys,
    ITelephonyProvider telephony,
    ProviderPorts ports,
    FailoverPorts failover,
    TimeProvider time)
{
    /// <summary>Commands to the carrier on the account's key; null when that key cannot be used. The lease is the caller's to dispose.</summary>
    public async Task<(ICallControl Control, KeyLease Lease)?> OpenControlAsync(AccountId account, CancellationToken cancellationToken)
    {
        var lease = await keys.LeaseAsync(account, telephony.Provider, cancellationToken);
        return lease is null ? null : (telephony.OpenControl(lease), lease);
    }

    /// <summary>
    /// Null when the carrier's key, or every key of a category, cannot be used after all; nothing stays open then, and
    /// <paramref name="place"/> stays the caller's.
    /// </summary>
    public async Task<PreparedCall?> OpenAsync(
        AccountId account, Agent agent, ProviderSelection selection, CallPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(selection);
        var leases = new List<KeyLease>(8);
        PreparedCall? prepared = null;
        try
        {
            if (await LeaseAsync(account, telephony.Provider, leases, cancellationToken) is not { } carrier)
            {
                return null;
            }

            var listening = await LeaseAsync(account, selection.SpeechToText, leases, cancellationToken);
            var answering = await LeaseAsync(account, selection.LanguageModel, leases, cancellationToken);
            var speaking = await LeaseAsync(account, selection.TextToSpeech, leases, cancellationToken);
            if (listening.Count == 0 || answering.Count == 0 || speaking.Count == 0)
            {
                return null;
            }

            var incidents = new CallIncidents(time);
            return prepared = new PreparedCall(leases, place)
            {
                Agent = agent,
                Control = telephony.OpenControl(carrier),
                SpeechToText = failover.Listen(account, incidents, ports.SpeechToText(listening, agent)),
                LanguageModel = failover.Answer(account, incidents, ports.LanguageModels(answering, agent)),
                TextToSpeech = failover.Speak(account, incidents, ports.TextToSpeech(speaking, agent)),
                Providers = [listening[0].Provider, answering[0].Provider, speaking[0].Provider],
                Incidents = incidents,
            };
        }
        finally
        {
            if (prepared is null)
            {
                leases.ForEach(lease => lease.Dispose());
            }
        }
    }

    private async Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, List<KeyLease> leases, CancellationToken cancellationToken)
    {
        if (await keys.LeaseAsync(account, provider, cancellationToken) is not { } lease)
        {
            return null;
        }

        leases.Add(lease);
        return lease;
    }

    private async Task<IReadOnlyList<KeyLease>> LeaseAsync(
        AccountId account, IReadOnlyList<ProviderName> providers, List<KeyLease> leases, CancellationToken cancellationToken)
    {
        var opened = new List<KeyLease>(providers.Count);
        foreach (var provider in providers)
        {
            if (await LeaseAsync(account, provider, leases, cancellationToken) is { } lease)
            {
                opened.Add(lease);
            }
        }

        return opened;
    }
}
