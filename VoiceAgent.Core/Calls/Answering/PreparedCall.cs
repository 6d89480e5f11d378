using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>The keys and ports of one call, open from before it is answered until it has ended. Disposing closes the keys and leaves the place.</summary>
public sealed class PreparedCall(IReadOnlyList<KeyLease> leases, CallPlace place) : IDisposable
{
    public required Agent Agent { get; init; }

    /// <summary>Set anew only for a call that no carrier announced.</summary>
    public required ICallControl Control { get; set; }

    public required ISpeechToText SpeechToText { get; init; }

    public required ILanguageModel LanguageModel { get; init; }

    public required ITextToSpeech TextToSpeech { get; init; }

    /// <summary>The first of each category.</summary>
    public required IReadOnlyList<ProviderName> Providers { get; init; }

    /// <summary>Opens the connections that the next answer needs.</summary>
    public required CallWarmth Warmth { get; init; }

    public required CallIncidents Incidents { get; init; }

    public void Dispose()
    {
        foreach (var lease in leases)
        {
            lease.Dispose();
        }

        place.Dispose();
    }

    /// <summary>Whose keys are open for the call.</summary>
    public IReadOnlyList<Providers.ProviderName> KeyProviders { get; } = [.. leases.Select(lease => lease.Provider)];
}
