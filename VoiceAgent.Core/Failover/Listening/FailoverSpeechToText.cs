using System.Runtime.CompilerServices;
using System.Threading.Channels;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>
/// Speech-to-text that is several: when a stream fails, the next one hears the audio whose words are not settled yet, so that no word is
/// lost and none is written twice; when it is only silent although the caller speaks, the next one is opened beside it, and whichever
/// reports first is listened to. Fails only when nobody is left.
/// </summary>
internal sealed class FailoverSpeechToText(Lineup<ISpeechToText> lineup, LivenessOptions options, TimeProvider time) : ISpeechToText
{
    public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio,
        SpeechToTextOptions settings,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(audio);
        ArgumentNullException.ThrowIfNull(settings);
        var reports = Channel.CreateUnbounded<ListeningReport>(new UnboundedChannelOptions { SingleReader = true, AllowSynchronousContinuations = true });
        using var watch = new ListeningWatch(settings.Format, options);
        using var ring = new AudioRing(settings.Format);
        await using var scope = new TaskScope(cancellationToken);
        using var desk = new ListeningDesk(lineup, options, time, new ListeningSetting(ring, watch, settings, scope, report => reports.Writer.TryWrite(report)));
        desk.Open();
        scope.Start("hear", token => HearAsync(audio, ring, watch, () => reports.Writer.TryWrite(default), token));
        await foreach (var report in reports.Reader.ReadEachAsync(scope.CancellationToken))
        {
            if (desk.Take(report) is { } speech)
            {
                yield return speech;
            }
            else if (desk.IsDone)
            {
                yield break;
            }
        }
    }

    private static async Task HearAsync(IAsyncEnumerable<AudioFrame> audio, AudioRing ring, ListeningWatch watch, Action suspect, CancellationToken cancellationToken)
    {
        await foreach (var frame in audio.WithCancellation(cancellationToken))
        {
            ring.Write(frame.Data.Span);
            if (watch.Hear(frame))
            {
                watch.Suspected();
                suspect();
            }
        }

        ring.End();
    }
}
