using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// Speaks with the voice and model that the agent has at this provider, whatever the others are asked for; null is the adapter's default.
/// </summary>
/// <param name="inner">The provider's port.</param>
/// <param name="voiceIn">The voice for a language's tag.</param>
/// <param name="model">The model.</param>
internal sealed class OwnVoice(ITextToSpeech inner, Func<string, string?> voiceIn, string? model) : ITextToSpeech, IWarmableVoice
{
    public Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken) =>
        inner is IWarmableVoice warmable ? warmable.WarmAsync(Own(voice), cancellationToken) : Task.CompletedTask;

    public IAsyncEnumerable<SpokenAudio> SpeakAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken) =>
        inner.SpeakAsync(text, Own(voice), cancellationToken);

    private VoiceSettings Own(VoiceSettings voice) => voice with { VoiceId = voiceIn(voice.Language), Model = model };
}
