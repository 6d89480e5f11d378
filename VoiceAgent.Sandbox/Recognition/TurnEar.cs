namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// The ear of a provider that hears turns: the words of the turn that is open, and how long it has been silent since. Takes decoded audio
/// at 8 kHz in any portions; <paramref name="step"/> runs after each 20 ms of it. Not thread-safe.
/// </summary>
/// <param name="index">What callers say.</param>
/// <param name="step">Looks at the turn as it then stands.</param>
internal sealed class TurnEar(UtteranceIndex index, Action step)
{
    // Shorter gaps are the sounds of a word.
    private static readonly TimeSpan Gap = TimeSpan.FromMilliseconds(60);

    private const int StepSamples = 160;

    private readonly Heard _heard = index.Listen(Gap);
    private readonly List<HeardEvent> _events = [];
    private readonly List<HeardEvent.Word> _words = [];
    private TimeSpan _lastSoundAt;

    public TimeSpan Position => _heard.Position;

    /// <summary>The words of the open turn.</summary>
    public IReadOnlyList<HeardEvent.Word> Words => _words;

    /// <summary>Where the sound of the open turn began; null while there is none.</summary>
    public TimeSpan? SoundFrom { get; private set; }

    public bool IsSpeaking => _heard.IsSpeaking;

    /// <summary>Since the last sound; zero while someone speaks.</summary>
    public TimeSpan Silence => IsSpeaking ? TimeSpan.Zero : Position - _lastSoundAt;

    /// <summary>The words of the open turn as they are written.</summary>
    public string Text => string.Join(' ', _words.Select(word => word.Text));

    public void Listen(ReadOnlySpan<short> samples)
    {
        while (!samples.IsEmpty)
        {
            var part = samples[..Math.Min(StepSamples, samples.Length)];
            samples = samples[part.Length..];
            _events.Clear();
            _heard.Listen(part, _events);
            Notice();
            step();
        }
    }

    /// <summary>Takes in what is heard but not told yet: the provider was asked to finish.</summary>
    public void Finish()
    {
        _events.Clear();
        _heard.Finish(_events);
        Notice();
    }

    /// <summary>The turn is over.</summary>
    public void Close()
    {
        _words.Clear();
        SoundFrom = null;
    }

    private void Notice()
    {
        foreach (var heard in _events)
        {
            switch (heard)
            {
                case HeardEvent.SpeechStarted started:
                    SoundFrom ??= started.At;
                    break;
                case HeardEvent.Word word:
                    _words.Add(word);
                    SoundFrom ??= word.Start;
                    break;
                case HeardEvent.SpeechEnded ended:
                    _lastSoundAt = ended.At;
                    break;
            }
        }
    }
}
