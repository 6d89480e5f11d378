using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>The keys and ports of one call, open from before it is answered until it has ended. Disposing closes the keys and leaves the place.</summary>
public sealed class PreparedCall(IReadOnlyList<KeyLease> leases, CallPlace place) : IDisposable
{
    public required Agent Agent { get; init; }

    public required ICallControl Control { get; init; }

    public required ISpeechToText SpeechToText { get; init; }

    public required ILanguageModel LanguageModel { get; init; }

    public required ITextToSpeech TextToSpeech { get; init; }

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
