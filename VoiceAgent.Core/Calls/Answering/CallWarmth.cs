using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Opens the connections that the next answer of a call will need: to the first model and the first voice of its order. Whoever stands
/// in for them is dialled when needed. Thread-safe; never waits and never throws.
/// </summary>
/// <param name="model">Null when the model has nothing to open in advance.</param>
/// <param name="voice">Null when the voice has nothing to open in advance.</param>
/// <param name="ended">Cancelled when the keys of the call are closed.</param>
public sealed class CallWarmth(IWarmable? model, IWarmableVoice? voice, CancellationToken ended)
{
    /// <summary>For the greeting, while the telephone rings.</summary>
    /// <param name="agent">Who will speak.</param>
    /// <param name="codec">PCMU or PCMA.</param>
    public void Warm(Agent agent, string codec)
    {
        ArgumentNullException.ThrowIfNull(agent);
        Warm(new VoiceSettings { Language = agent.Language, Format = codec == "PCMA" ? AudioFormat.Pcma : AudioFormat.Pcmu });
    }

    /// <param name="settings">How the agent speaks; the voice's own id is known to its port.</param>
    public void Warm(VoiceSettings settings)
    {
        if (ended.IsCancellationRequested)
        {
            return;
        }

        // Nobody waits for them: they bound their own time and keep their troubles to themselves.
        _ = model?.WarmAsync(ended);
        _ = voice?.WarmAsync(settings, ended);
    }
}
