using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// What the agent says when nothing else is left, spoken in advance: taken over from an earlier call of the agent, or made once the voice
/// has proved in this call that it works, so that the greeting does not wait for it.
/// </summary>
internal sealed class CallApology(CallSessionSetup setup, CallParts parts)
{
    private bool _isBegun;

    /// <summary>Null while it is not made.</summary>
    public PreparedSpeech? Speech { get; private set; } = setup.PreparedLines.Find(setup.Agent, parts.Voice, setup.Agent.Turns.Apology);

    /// <summary>True once, when there is something to make.</summary>
    public bool TryBegin()
    {
        var isNeeded = Speech is null && !_isBegun && !string.IsNullOrWhiteSpace(setup.Agent.Turns.Apology);
        _isBegun |= isNeeded;
        return isNeeded;
    }

    public async Task MakeAsync(CancellationToken cancellationToken)
    {
        Speech = await PreparedSpeech.MakeAsync(parts, setup.Agent.Turns.Apology, cancellationToken);
        if (Speech is { } speech && setup.Incidents.All.All(incident => ProviderCatalog.Get(incident.Provider).Category is not ProviderCategory.TextToSpeech))
        {
            // In the agent's own voice, not in that of a stand-in.
            setup.PreparedLines.Keep(setup.Agent, parts.Voice, setup.Agent.Turns.Apology, speech);
        }
    }
}
