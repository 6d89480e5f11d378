using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>Speaks with the voice and model that the agent has at this provider, whatever the others are asked for; null is the adapter's default.</summary>
internal sealed class OwnVoice(ITextToSpeech inner, string? voiceId, string? model) : ITextToSpeech
{
    public IAsyncEnumerable<SpokenAudio> SpeakAsync(IAsyncEnumerable<string> text, VoiceSettings voice, CancellationToken cancellationToken) =>
        inner.SpeakAsync(text, voice with { VoiceId = voiceId, Model = model }, cancellationToken);
}
