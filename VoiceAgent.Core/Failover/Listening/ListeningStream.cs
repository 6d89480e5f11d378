using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Listening;

/// <summary>One stream to one speech-to-text provider, from its place in the caller's audio on.</summary>
internal sealed class ListeningStream(Candidate<ISpeechToText> candidate, AudioRing.Reader reader, SpeechToTextOptions settings, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private bool _isConnected;
    private bool _isAtEnd;

    public Candidate<ISpeechToText> Candidate => candidate;

    public long StartedAt { get; } = time.GetTimestamp();

    /// <summary>Waited before the stream is opened.</summary>
    public TimeSpan Pause { get; init; }

    /// <summary>Until the stream takes audio.</summary>
    public required TimeSpan ConnectLimit { get; init; }

    /// <summary>Until it reports anything, or it ends without blame; null for ever.</summary>
    public TimeSpan? ReportLimit { get; init; }

    /// <summary>Ends it soon. Thread-safe, also twice.</summary>
    public void Dispose() => _stop.Cancel();

    /// <summary>Listens until stopped, and tells everything it hears and how it ended. Does not throw for provider trouble.</summary>
    public async Task RunAsync(Action<ListeningReport> post, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, _stop.Token);
        using var deadline = new Deadline(time, either.Token);
        try
        {
            await Task.Delay(Pause, time, either.Token);
            deadline.Arm(ConnectLimit);
            await foreach (var speech in candidate.Port.TranscribeAsync(AudioAsync(deadline, deadline.Token), settings, deadline.Token))
            {
                deadline.Disarm();
                post(new ListeningReport(this) { Speech = Shift(speech) });
            }

            post(new ListeningReport(this) { Failure = _isAtEnd ? null : Trouble(ProviderErrorKind.Protocol) });
        }
        catch (ProviderException failure)
        {
            post(new ListeningReport(this) { Failure = failure });
        }
        catch (OperationCanceledException) when (deadline.HasPassed)
        {
            var isUseless = _isConnected && ReportLimit is not null;
            post(new ListeningReport(this) { Failure = Trouble(ProviderErrorKind.Timeout), IsBlameless = isUseless });
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            // Not needed any more.
        }
        finally
        {
            reader.Dispose();
        }
    }

    private async IAsyncEnumerable<AudioFrame> AudioAsync(Deadline deadline, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        _isConnected = true;
        deadline.Disarm();
        if (ReportLimit is { } limit)
        {
            deadline.Arm(limit);
        }

        await using var wake = cancellationToken.UnsafeRegister(static state => ((AudioRing.Reader)state!).Wake(), reader);
        while (await reader.ReadAsync(cancellationToken) is { } audio)
        {
            yield return new AudioFrame(audio, settings.Format);
        }

        if (reader.IsLeftBehind)
        {
            // So far behind, it hears too late to be of use.
            throw Trouble(ProviderErrorKind.Timeout);
        }

        _isAtEnd = true;
    }

    // A stream counts from its own first audio.
    private SpeechEvent Shift(SpeechEvent speech) => speech switch
    {
        SpeechEvent.Started started => new SpeechEvent.Started(reader.Start + started.At),
        SpeechEvent.Ended ended => new SpeechEvent.Ended(reader.Start + ended.LastWordAt),
        SpeechEvent.Final final => final with { SettledTo = reader.Start + final.SettledTo },
        _ => speech,
    };

    private ProviderException Trouble(ProviderErrorKind kind) => new(candidate.Provider, kind);
}

/// <summary>What a stream tells: words, or its end. Neither: our own ear is suspicious.</summary>
/// <param name="Stream">Who tells; null is our own ear.</param>
internal readonly record struct ListeningReport(ListeningStream? Stream)
{
    public SpeechEvent? Speech { get; init; }

    /// <summary>Why it ended; null when it has transcribed all of the audio.</summary>
    public ProviderException? Failure { get; init; }

    /// <summary>It did nothing wrong: there was nothing to report.</summary>
    public bool IsBlameless { get; init; }
}
