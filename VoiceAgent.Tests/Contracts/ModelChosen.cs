using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Contracts;

/// <summary>Listens with a model of its own: some providers speak another protocol for it.</summary>
internal sealed class ModelChosen(ISpeechToText inner, string? model) : ISpeechToText
{
    public ISpeechToText Inner => inner;

    public IAsyncEnumerable<SpeechEvent> TranscribeAsync(IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, CancellationToken cancellationToken) =>
        inner.TranscribeAsync(audio, options with { Model = model }, cancellationToken);
}
