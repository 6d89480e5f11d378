using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Agents.Voices;

/// <summary>What is asked of one provider, while it is edited.</summary>
public sealed class PickDraft(ProviderName provider)
{
    public ProviderName Provider => provider;

    public string? Model { get; set; }

    public string? VoiceId { get; set; }

    /// <summary>What it is called in <see cref="Agent"/>.</summary>
    public string Path => $"{nameof(Agent.Picks)}.{provider}";

    public static PickDraft From(ProviderPick pick)
    {
        ArgumentNullException.ThrowIfNull(pick);
        return new PickDraft(pick.Provider) { Model = pick.Model, VoiceId = pick.VoiceId };
    }

    public ProviderPick ToPick() => new() { Provider = provider, Model = Optional(Model), VoiceId = Optional(VoiceId) };

    private static string? Optional(string? typed) => string.IsNullOrWhiteSpace(typed) ? null : typed.Trim();
}
