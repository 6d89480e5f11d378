namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// One stream's ear: takes decoded audio at 8 kHz in any portions and tells which known words it hears. What nobody registered is
/// heard as nothing. Not thread-safe.
/// </summary>
/// <remarks>
/// Every matching frame says "this utterance began at that place of the stream". Several utterances may begin alike; words are
/// told once all that remain possible agree on them, or when the speech ends.
/// </remarks>
internal sealed class Heard(UtteranceIndex index, TimeSpan endpointing)
{
    private const int Rate = 8000;

    // A word counts as spoken when this share of it has been heard.
    private const double Understood = 0.6;

    // So many samples may be missing where an utterance goes on.
    private const int LongestSkip = 2 * FrameHash.Length;

    private readonly FrameHash _frame = new();
    private readonly long _endpointing = endpointing > TimeSpan.FromDays(1) ? long.MaxValue : (long)(endpointing.TotalSeconds * Rate);
    private List<Hypothesis> _possible = [];
    private List<Hypothesis> _candidates = [];
    private bool _aligned;
    private bool _speaking;
    private long _position;
    private long _firstMatch;
    private long _lastMatch;
    private int _wordsTold;

    /// <summary>How much of the stream has been heard.</summary>
    public TimeSpan Position => Time(_position);

    /// <summary>Whether someone known is speaking: started, and not yet silent for the endpointing time.</summary>
    public bool IsSpeaking => _speaking;

    /// <param name="samples">The next part of the stream.</param>
    /// <param name="events">Receives what is noticed in it.</param>
    public void Listen(ReadOnlySpan<short> samples, ICollection<HeardEvent> events)
    {
        foreach (var sample in samples)
        {
            _frame.Add(sample);
            _position++;
            if (IsWorthLooking())
            {
                Look(events);
            }

            if (_speaking && _position - _lastMatch >= _endpointing)
            {
                EndSpeech(events);
            }
        }
    }

    /// <summary>Tells everything heard so far although the speech may go on: the provider was asked to finish.</summary>
    public void Finish(ICollection<HeardEvent> events)
    {
        Decide();
        TellWords(events);
    }

    // Once a frame has matched, the next one begins 160 samples later; until then every sample may begin one.
    private bool IsWorthLooking() =>
        _frame.IsLoud && _position >= FrameHash.Length && (!_aligned || (_position - _lastMatch) % FrameHash.Length == 0);

    private void Look(ICollection<HeardEvent> events)
    {
        _candidates.Clear();
        foreach (var place in index.Find(_frame.Value))
        {
            _candidates.Add(new Hypothesis(place.Utterance, _position - FrameHash.Length - place.Start));
        }

        _aligned = _candidates.Count > 0;
        if (!_aligned)
        {
            return;
        }

        if (_possible.Exists(_candidates.Contains))
        {
            _possible.RemoveAll(hypothesis => !_candidates.Contains(hypothesis));
        }
        else if (!TryResume())
        {
            Finish(events);
            BeginUtterance();
        }

        _lastMatch = _position;
        if (!_speaking)
        {
            _speaking = true;
            events.Add(new HeardEvent.SpeechStarted(Time(_position - FrameHash.Length)));
        }

        TellWords(events);
    }

    // A speaker who paused, or a line that stuttered, goes on where it broke off: also within a word.
    private bool TryResume()
    {
        var resumed = _candidates.FindAll(candidate => _possible.Exists(hypothesis => IsContinued(hypothesis, candidate)));
        if (resumed.Count == 0)
        {
            return false;
        }

        _firstMatch += resumed[0].Origin - _possible.Find(hypothesis => IsContinued(hypothesis, resumed[0])).Origin;
        _possible = resumed;
        return true;
    }

    private bool IsContinued(Hypothesis hypothesis, Hypothesis candidate) =>
        hypothesis.Utterance == candidate.Utterance
        && _position - FrameHash.Length - candidate.Origin - (_lastMatch - hypothesis.Origin) is >= 0 and <= LongestSkip;

    private void BeginUtterance()
    {
        (_possible, _candidates) = (_candidates, _possible);
        _firstMatch = _position - FrameHash.Length;
        _wordsTold = 0;
    }

    private void EndSpeech(ICollection<HeardEvent> events)
    {
        Decide();
        TellWords(events);
        _speaking = false;
        events.Add(new HeardEvent.SpeechEnded(Time(_lastMatch), Time(_lastMatch + _endpointing)));
    }

    // Of several that remain, the one of which the least is missing has been spoken to its end.
    private void Decide()
    {
        if (_possible.Count > 1)
        {
            var best = _possible.MinBy(hypothesis => hypothesis.End);
            _possible.RemoveAll(hypothesis => hypothesis != best);
        }
    }

    private void TellWords(ICollection<HeardEvent> events)
    {
        while (_possible.Count > 0 && WordToTell() is { } word)
        {
            _wordsTold++;
            var origin = _possible[0].Origin;
            if (Sample(word.Start) + ((word.End - word.Start).TotalSeconds * Rate * (1 - Understood)) + origin >= _firstMatch - FrameHash.Length)
            {
                events.Add(new HeardEvent.Word(word.Text, Time(Math.Max(0, origin + Sample(word.Start))), Time(origin + Sample(word.End))));
            }
        }
    }

    private Voices.SynthesizedWord? WordToTell()
    {
        Voices.SynthesizedWord? told = null;
        foreach (var hypothesis in _possible)
        {
            var words = hypothesis.Utterance.Speech.Words;
            if (_wordsTold >= words.Count)
            {
                return null;
            }

            var word = words[_wordsTold];
            var understoodAt = hypothesis.Origin + Sample(word.Start) + (long)((word.End - word.Start).TotalSeconds * Rate * Understood);
            if (_lastMatch < understoodAt || (told is not null && told.Text != word.Text))
            {
                return null;
            }

            told ??= word;
        }

        return told;
    }

    private static long Sample(TimeSpan time) => (long)(time.TotalSeconds * Rate);

    private static TimeSpan Time(long samples) => new(samples * (TimeSpan.TicksPerSecond / Rate));

    /// <param name="Utterance">What may be being spoken.</param>
    /// <param name="Origin">Where it then began in the stream, in samples.</param>
    private readonly record struct Hypothesis(RegisteredUtterance Utterance, long Origin)
    {
        public long End => Origin + Utterance.Speech.Samples.Length;
    }
}
