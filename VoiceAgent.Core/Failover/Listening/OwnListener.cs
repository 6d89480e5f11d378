using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>Listens with the model that the agent has at this provider, whatever the others are asked for; null is the adapter's default.</summary>
internal sealed class OwnListener(ISpeechToText inner, string? model) : ISpeechToText
{
    public IAsyncEnumerable<SpeechEvent> TranscribeAsync(IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
        inner.TranscribeAsync(audio, options with { Model = model }, cancellationToken);
}
