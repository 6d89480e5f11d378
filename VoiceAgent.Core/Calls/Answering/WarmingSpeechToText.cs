using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// Has the connections of the next answer opened while the caller still speaks: when words begin to come, and every two seconds while they go
/// on, because what was opened for a long sentence may have closed before its end.
/// </summary>
internal sealed class WarmingSpeechToText(ISpeechToText inner, CallWarmth warmth, TimeProvider time) : ISpeechToText
{
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(2);

    public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio, SpeechToTextOptions options, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        var voice = new VoiceSettings { Language = options.Language, Format = options.Format };
        long? warmedAt = null;
        await foreach (var speech in inner.TranscribeAsync(audio, options, cancellationToken))
        {
            if (speech is SpeechEvent.Started or SpeechEvent.Interim or SpeechEvent.Final
                && !(warmedAt is { } at && time.GetElapsedTime(at) < Again))
            {
                warmedAt = time.GetTimestamp();
                warmth.Warm(voice);
            }

            yield return speech;
        }
    }
}
