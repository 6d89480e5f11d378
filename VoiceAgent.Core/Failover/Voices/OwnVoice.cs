using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>Speaks with the voice that the agent has at this provider, whatever the others are asked for; null is the provider's default.</summary>
internal sealed class OwnVoice(ITextToSpeech inner, string? voiceId) : ITextToSpeech, IWarmableVoice
{
    public Task WarmAsync(VoiceSettings voice, CancellationToken cancellationToken) =>
        inner is IWarmableVoice warmable ? warmable.WarmAsync(voice with { VoiceId = voiceId }, cancellationToken) : Task.CompletedTask;

    public IAsyncEnumerable<SpokenAudio> SpeakAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken) =>
        inner.SpeakAsync(text, voice with { VoiceId = voiceId }, cancellationToken);
}
