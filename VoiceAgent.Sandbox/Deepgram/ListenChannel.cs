using VoiceAgent.Sandbox.Recognition;

namespace VoiceAgent.Sandbox.Deepgram;

/// <summary>
/// Transcribes one channel: results cover the stream range by range, each range interim, interim, …, final. A range ends at the
/// endpoint of the speech, or after five seconds at the last whole word.
/// </summary>
/// <param name="send">Receives each message, in order.</param>
internal sealed class ListenChannel(ListenOptions options, UtteranceIndex index, Guid request, int channel, int channels, Action<string> send)
{
    private const double MaxRange = 5;
    private const double InterimEvery = 1;
    private const double InterimForNewWords = 0.2;

    // Less audio than this since the last result gives Finalize nothing to flush.
    private const double MinFlush = 0.1;

    private readonly Heard _heard = index.Listen(options.Endpointing ?? TimeSpan.MaxValue);
    private readonly List<HeardEvent> _events = [];
    private readonly List<ListenWord> _words = [];
    private double _start;
    private double _lastInterim;
    private int _wordsInInterim;
    private double? _endOfOpenUtterance;

    public double Position => _heard.Position.TotalSeconds;

    /// <param name="samples">Decoded, at 8 kHz.</param>
    public void Listen(ReadOnlySpan<short> samples)
    {
        _events.Clear();
        _heard.Listen(samples, _events);
        foreach (var heard in _events)
        {
            Notice(heard);
        }

        var sinceInterim = Position - _lastInterim;
        if (Position - _start >= MaxRange)
        {
            EndLongRange();
        }
        else if (options.InterimResults
            && (sinceInterim >= InterimEvery || (_words.Count > _wordsInInterim && sinceInterim >= InterimForNewWords)))
        {
            Send(new ResultRange(_start, Position, IsFinal: false, SpeechFinal: false, FromFinalize: false));
        }

        EndUtterance();
    }

    /// <summary>Gives everything heard so far as final, if there is anything worth it.</summary>
    public void Flush(bool fromFinalize)
    {
        _events.Clear();
        _heard.Finish(_events);
        foreach (var heard in _events)
        {
            Notice(heard);
        }

        if (_words.Count > 0 || Position - _start >= MinFlush)
        {
            EndRange(Position, speechFinal: !fromFinalize && _words.Count > 0, fromFinalize);
        }
    }

    private void Notice(HeardEvent heard)
    {
        switch (heard)
        {
            case HeardEvent.SpeechStarted started when options.VadEvents:
                send(DeepgramMessages.SpeechStarted(channel, channels, started.At.TotalSeconds));
                break;
            case HeardEvent.Word word:
                _words.Add(new ListenWord(word.Text, word.Start.TotalSeconds, word.End.TotalSeconds));
                _endOfOpenUtterance = word.End.TotalSeconds;
                break;
            case HeardEvent.SpeechEnded ended:
                EndRange(Math.Max(_start, ended.Noticed.TotalSeconds), speechFinal: true, fromFinalize: false);
                break;
        }
    }

    private void EndLongRange()
    {
        // Of running speech only the words that are over become final; of silence all of it does.
        if (!_heard.IsSpeaking || _words.Count is 0)
        {
            EndRange(Position, speechFinal: false, fromFinalize: false);
        }
        else if (_words[^1].End is var end && end > _start && end <= Position)
        {
            EndRange(end, speechFinal: false, fromFinalize: false);
        }
    }

    private void EndUtterance()
    {
        if (options.UtteranceEnd is not { } gap || _endOfOpenUtterance is not { } end || Position - end < gap.TotalSeconds)
        {
            return;
        }

        if (_words.Count > 0)
        {
            EndRange(Position, speechFinal: false, fromFinalize: false);
        }

        send(DeepgramMessages.UtteranceEnd(channel, channels, end));
        _endOfOpenUtterance = null;
    }

    private void EndRange(double end, bool speechFinal, bool fromFinalize)
    {
        Send(new ResultRange(_start, end, IsFinal: true, speechFinal, fromFinalize));
        _words.Clear();
        _wordsInInterim = 0;
        _start = end;
    }

    private void Send(ResultRange range)
    {
        var words = _words.ConvertAll(word => word with { Start = Math.Clamp(word.Start, range.Start, range.End), End = Math.Clamp(word.End, range.Start, range.End) });
        send(DeepgramMessages.Results(request, options, channel, channels, range, words));
        _lastInterim = Math.Max(range.End, _lastInterim);
        _wordsInInterim = _words.Count;
    }
}
