using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Greetings that are there when a call is answered: spoken for an earlier call, or begun while this one rings. Thread-safe.
/// </summary>
public sealed class PreparedGreetings(PreparedLines lines)
{
    /// <summary>The agent's greeting; null when it has none. Whoever asks disposes it.</summary>
    /// <param name="agent">Who greets.</param>
    /// <param name="voice">The call's voice, on its keys.</param>
    /// <param name="format">As the caller's side offered it.</param>
    /// <param name="incidents">What goes wrong in the call.</param>
    public SpeechRecording? Begin(Agent agent, ITextToSpeech voice, AudioFormat format, CallIncidents incidents)
    {
        ArgumentNullException.ThrowIfNull(agent);
        ArgumentNullException.ThrowIfNull(incidents);
        if (string.IsNullOrWhiteSpace(agent.Greeting))
        {
            return null;
        }

        var settings = new VoiceSettings { Language = agent.Language, Speed = agent.VoiceSpeed, Format = format };
        if (lines.Find(agent, settings, agent.Greeting) is { } spoken)
        {
            return SpeechRecording.Of(spoken, format);
        }

        var line = SpokenText.For(agent.Language, agent.Pronunciations).Say(PreparedSpeech.OneLine(agent.Greeting));
        return line.Spoken.Length == 0 ? null : SpeechRecording.Begin(voice, settings, line, speech =>
        {
            // In the agent's own voice, not in that of a stand-in.
            if (incidents.All.All(incident => ProviderCatalog.Get(incident.Provider).Category is not ProviderCategory.TextToSpeech))
            {
                lines.Keep(agent, settings, agent.Greeting, speech);
            }
        });
    }
}
