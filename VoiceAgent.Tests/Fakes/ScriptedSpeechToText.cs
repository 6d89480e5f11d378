using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Fakes;

/// <summary>Reports what its script says at the script's times, measured from its making, while it reads the audio.</summary>
public sealed class ScriptedSpeechToText(TimeProvider time) : ISpeechToText
{
    private int _open;
    private readonly Script _script = new(time.GetTimestamp());

    /// <summary>Listens for another provider to the same caller: what <paramref name="other"/> has reported is not reported again.</summary>
    public ScriptedSpeechToText(TimeProvider time, ProviderName provider, ScriptedSpeechToText other)
        : this(time)
    {
        Provider = provider;
        _script = other._script;
    }

    public ProviderName Provider { get; } = ProviderName.Deepgram;

    /// <summary>Whether every stream reports the whole script; otherwise all streams are of one caller, and each thing is reported once.</summary>
    public bool TellsEachStream { get; init; }

    public List<SpeechToTextOptions> Streams { get; } = [];

    public TimeSpan AudioHeard { get; private set; }

    public int Open => Volatile.Read(ref _open);

    public void Report(TimeSpan at, SpeechEvent speech) => _script.Add(at, speech);

    /// <summary>Breaks the stream that is open then; without a kind it is silent from then on.</summary>
    public void Fail(TimeSpan at, ProviderErrorKind? kind) => _script.Add(at, new Fault(0, kind));

    public async IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio,
        SpeechToTextOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Streams.Add(options);
        Interlocked.Increment(ref _open);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var script = TellsEachStream ? _script.FromTheBeginning() : _script;
        var reading = ReadAsync(audio, ended, stop.Token);
        try
        {
            while (await WaitAsync(script, ended.Token, cancellationToken))
            {
                switch (script.Take())
                {
                    case Fault fault:
                        await fault.StrikeAsync(Provider, time, cancellationToken);
                        break;
                    case SpeechEvent speech:
                        yield return speech;
                        break;
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
            stop.Cancel();
            await reading;
        }
    }

    // Until the next thing is due; once the audio has ended everything is, and false when nothing is left.
    private async Task<bool> WaitAsync(Script script, CancellationToken audioEnded, CancellationToken cancellationToken)
    {
        while (!audioEnded.IsCancellationRequested)
        {
            var wait = script.NextAt - time.GetElapsedTime(script.StartedAt) ?? Timeout.InfiniteTimeSpan;
            // Delays are whole milliseconds: what is left of one is now.
            if (wait < TimeSpan.FromMilliseconds(1) && wait != Timeout.InfiniteTimeSpan)
            {
                break;
            }

            try
            {
                // Another stream may have reported it meanwhile.
                await Task.Delay(wait, time, audioEnded);
            }
            catch (OperationCanceledException)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }
        }

        cancellationToken.ThrowIfCancellationRequested();
        return script.NextAt is not null;
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

    /// <summary>What the caller does, in order, and how much of it was reported.</summary>
    private sealed class Script(long startedAt, SortedList<(TimeSpan At, int Order), object>? items = null)
    {
        private readonly SortedList<(TimeSpan At, int Order), object> _items = items ?? [];
        private int _next;

        public long StartedAt => startedAt;

        public TimeSpan? NextAt => _next < _items.Count ? _items.Keys[_next].At : null;

        public Script FromTheBeginning() => new(startedAt, _items);

        public void Add(TimeSpan at, object item) => _items.Add((at, _items.Count), item);

        /// <summary>Null when another stream has taken the last one.</summary>
        public object? Take() => _next < _items.Count ? _items.Values[_next++] : null;
    }
}
