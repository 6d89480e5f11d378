using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Reports what its script says at the script's times, measured from its making, while it reads the audio.</summary>
public sealed class ScriptedSpeechToText(TimeProvider time) : ISpeechToText
{
    private readonly long _startedAt = time.GetTimestamp();
    private readonly SortedList<(TimeSpan At, int Order), object> _script = [];
    private int _next;

    public List<SpeechToTextOptions> Streams { get; } = [];

    public TimeSpan AudioHeard { get; private set; }

    public int Open { get; private set; }

    public void Report(TimeSpan at, SpeechEvent speech) => _script.Add((at, _script.Count), speech);

    /// <summary>Breaks the stream that is open then; without a kind it is silent from then on.</summary>
    public void Fail(TimeSpan at, ProviderErrorKind? kind) => _script.Add((at, _script.Count), new Fault(0, kind));

    public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio,
        SpeechToTextOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Streams.Add(options);
        Open++;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var reading = ReadAsync(audio, ended, stop.Token);
        try
        {
            while (await WaitAsync(ended.Token, cancellationToken))
            {
                switch (_script.Values[_next++])
                {
                    case Fault fault:
                        await fault.StrikeAsync(ProviderName.Deepgram, time, cancellationToken);
                        break;
                    case SpeechEvent speech:
                        yield return speech;
                        break;
                }
            }
        }
        finally
        {
            Open--;
            stop.Cancel();
            await reading;
        }
    }

    // Until the next thing is due; once the audio has ended everything is, and false when nothing is left.
    private async Task<bool> WaitAsync(CancellationToken audioEnded, CancellationToken cancellationToken)
    {
        var wait = _next < _script.Count ? _script.Keys[_next].At - time.GetElapsedTime(_startedAt) : Timeout.InfiniteTimeSpan;
        try
        {
            if (wait > TimeSpan.Zero || wait == Timeout.InfiniteTimeSpan)
            {
                await Task.Delay(wait, time, audioEnded);
            }
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }

        return _next < _script.Count;
    }

    private async Task ReadAsync(IAsyncEnumerable<AudioFrame> audio, CancellationTokenSource ended, CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var frame in audio.WithCancellation(cancellationToken))
            {
                AudioHeard += frame.Duration;
            }

            ended.Cancel();
        }
        catch (OperationCanceledException)
        {
            // The stream is over.
        }
    }
}
