using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Common;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// A line that is being spoken before anybody hears it, or was spoken for an earlier call. Its audio can be read while it is still being
/// made. One reader.
/// </summary>
public sealed class SpeechRecording : IDisposable
{
    private static readonly TimeSpan LongestKept = TimeSpan.FromSeconds(60);

    private readonly Lock _gate = new();
    private readonly AsyncSignal _arrived = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<SpokenAudio> _pieces = [];
    private Exception? _failure;
    private bool _isOver;

    private SpeechRecording(SpokenLine line, AudioFormat format)
    {
        Line = line;
        Format = format;
    }

    public AudioFormat Format { get; }

    internal SpokenLine Line { get; }

    /// <summary>Stops what is being made; what was made can still be read.</summary>
    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    internal static SpeechRecording Of(PreparedSpeech speech, AudioFormat format)
    {
        var recording = new SpeechRecording(speech.Line, format) { _isOver = true };
        recording._pieces.AddRange(speech.Audio);
        return recording;
    }

    /// <summary>Begins to speak a line.</summary>
    /// <param name="voice">Who speaks.</param>
    /// <param name="settings">How, and in which format.</param>
    /// <param name="line">What.</param>
    /// <param name="made">Told the whole of it, unless it fails, is stopped, or is longer than a minute.</param>
    internal static SpeechRecording Begin(ITextToSpeech voice, VoiceSettings settings, SpokenLine line, Action<PreparedSpeech> made)
    {
        var recording = new SpeechRecording(line, settings.Format);
        _ = recording.RecordAsync(voice, settings, made, recording._stop.Token);
        return recording;
    }

    /// <summary>The audio from its beginning. Throws what the voice threw, once what it made before has been read.</summary>
    internal async IAsyncEnumerable<SpokenAudio> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var wake = cancellationToken.UnsafeRegister(static signal => ((AsyncSignal)signal!).Set(), _arrived);
        for (var next = 0; ;)
        {
            var (piece, isOver) = Take(next);
            if (piece is not null)
            {
                next++;
                yield return piece;
            }
            else if (isOver)
            {
                Throw();
                yield break;
            }
            else
            {
                await _arrived.WaitAsync();
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }

    private (SpokenAudio? Piece, bool IsOver) Take(int index)
    {
        lock (_gate)
        {
            return (index < _pieces.Count ? _pieces[index] : null, _isOver);
        }
    }

    private void Throw()
    {
        lock (_gate)
        {
            if (_failure is not null)
            {
                ExceptionDispatchInfo.Throw(_failure);
            }
        }
    }

    // Never throws: whoever reads is told.
    private async Task RecordAsync(ITextToSpeech voice, VoiceSettings settings, Action<PreparedSpeech> made, CancellationToken cancellationToken)
    {
        var total = TimeSpan.Zero;
        try
        {
            await foreach (var piece in voice.SpeakAsync(PreparedSpeech.TextOf(Line.Spoken, cancellationToken), settings, cancellationToken))
            {
                total += piece.Frame.Duration;
                Add(piece with { Frame = new AudioFrame(piece.Frame.Data.ToArray(), piece.Frame.Format) });
            }

            if (total > TimeSpan.Zero && total <= LongestKept)
            {
                made(new PreparedSpeech(Line, Pieces()));
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _failure = exception;
            }
        }
        finally
        {
            lock (_gate)
            {
                _isOver = true;
            }

            _arrived.Set();
        }
    }

    private void Add(SpokenAudio piece)
    {
        lock (_gate)
        {
            _pieces.Add(piece);
        }

        _arrived.Set();
    }

    private SpokenAudio[] Pieces()
    {
        lock (_gate)
        {
            return [.. _pieces];
        }
    }
}
