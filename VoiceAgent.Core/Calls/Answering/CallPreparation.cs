using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>Opens the keys that a call runs on: those of the account that owns it, or none.</summary>
public sealed class CallPreparation(
    IProviderKeys keys,
    ITelephonyProvider telephony,
    IEnumerable<ISpeechToTextFactory> speechToText,
    IEnumerable<ILanguageModelFactory> languageModels,
    IEnumerable<ITextToSpeechFactory> textToSpeech)
{
    /// <summary>Commands to the carrier on the account's key; null when that key cannot be used. The lease is the caller's to dispose.</summary>
    public async Task<(ICallControl Control, KeyLease Lease)?> OpenControlAsync(AccountId account, CancellationToken cancellationToken)
    {
        var lease = await keys.LeaseAsync(account, telephony.Provider, cancellationToken);
        return lease is null ? null : (telephony.OpenControl(lease), lease);
    }

    /// <summary>
    /// Null when one of the keys cannot be used after all; nothing stays open then, and <paramref name="place"/> stays the caller's.
    /// </summary>
    public async Task<PreparedCall?> OpenAsync(
        AccountId account, Agent agent, ProviderSelection selection, CallPlace place, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selection);
        var leases = new List<KeyLease>(4);
        try
        {
            foreach (var provider in (ProviderName[])[telephony.Provider, selection.SpeechToText, selection.LanguageModel, selection.TextToSpeech])
            {
                if (await keys.LeaseAsync(account, provider, cancellationToken) is not { } lease)
                {
                    Close(leases);
                    return null;
                }

                leases.Add(lease);
            }

            return new PreparedCall(leases, place)
            {
                Agent = agent,
                Control = telephony.OpenControl(leases[0]),
                SpeechToText = speechToText.First(factory => factory.Provider == selection.SpeechToText).Create(leases[1]),
                LanguageModel = languageModels.First(factory => factory.Provider == selection.LanguageModel).Create(leases[2]),
                TextToSpeech = new RetriedTextToSpeech(textToSpeech.First(factory => factory.Provider == selection.TextToSpeech).Create(leases[3])),
            };
        }
        catch
        {
            Close(leases);
            throw;
        }
    }

    private static void Close(List<KeyLease> leases)
    {
        foreach (var lease in leases)
        {
            lease.Dispose();
        }
    }
}
