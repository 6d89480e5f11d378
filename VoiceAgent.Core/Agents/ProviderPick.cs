using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Agents;

/// <summary>What an agent asks of one provider.</summary>
public sealed record ProviderPick
{
    public required ProviderName Provider { get; init; }

    /// <summary>The provider's name of the model; null takes the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>The provider's id of the voice, of text-to-speech only; null takes the adapter's default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>Whether it asks for nothing but defaults.</summary>
    public bool IsDefault => Model is null && VoiceId is null;
}
