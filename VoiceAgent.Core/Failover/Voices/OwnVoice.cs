using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>Speaks with the voice and model that the agent has at this provider, whatever the others are asked for; null is the adapter's default.</summary>
internal sealed class OwnVoice(ITextToSpeech inner, string? voiceId, string? model) : ITextToSpeech, IWarmableVoice
{
    public Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken) =>
        inner is IWarmableVoice warmable ? warmable.WarmAsync(Own(voice), cancellationToken) : Task.CompletedTask;

    public IAsyncEnumerable<SpokenAudio> SpeakAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken) =>
        inner.SpeakAsync(text, Own(voice), cancellationToken);

    private VoiceSettings Own(VoiceSettings voice) => voice with { VoiceId = voiceId, Model = model };
}
