using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Calls.Speaking;
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

    public required CallIncidents Incidents { get; init; }

    /// <summary>Begins the greeting while the call rings, unless it was spoken for an earlier call.</summary>
    /// <param name="greetings">Where it is kept.</param>
    /// <param name="format">As the caller's side offered it.</param>
    public void BeginGreeting(PreparedGreetings greetings, AudioFormat format)
    {
        ArgumentNullException.ThrowIfNull(greetings);
        Greeting ??= greetings.Begin(Agent, TextToSpeech, format, Incidents);
    }

    /// <summary>The greeting, once begun.</summary>
    public SpeechRecording? Greeting { get; private set; }

    public void Dispose()
    {
        Greeting?.Dispose();
        foreach (var lease in leases)
        {
            lease.Dispose();
        }

        place.Dispose();
    }

    /// <summary>Whose keys are open for the call.</summary>
    public IReadOnlyList<Providers.ProviderName> KeyProviders { get; } = [.. leases.Select(lease => lease.Provider)];
}
