using System.Buffers;
using VoiceAgent.Sandbox.Recognition;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Sandbox.Phone;

/// <summary>Hears the agent frame by frame: its sound, whether it is loud, and its words with their times.</summary>
internal sealed class PhoneRecorder(UtteranceIndex agentUtterances)
{
    private static readonly TimeSpan FrameLength = TimeSpan.FromMilliseconds(20);

    private readonly Heard _ear = agentUtterances.Listen(TimeSpan.FromMilliseconds(400));
    private readonly ArrayBufferWriter<short> _samples = new(8000 * 30);
    private readonly List<HeardEvent> _events = [];
    private readonly List<HeardEvent.Word> _words = [];

    /// <summary>The words understood so far.</summary>
    public IReadOnlyList<HeardEvent.Word> Words => _words;

    public ReadOnlyMemory<short> Audio => _samples.WrittenMemory;

    /// <summary>Takes the next 20 ms; true when the agent is loud in them.</summary>
    public bool Hear(in HeardFrame frame)
    {
        var samples = _samples.GetSpan(CallerLine.FrameSamples)[..CallerLine.FrameSamples];
        samples.Clear();
        if (!frame.Audio.IsEmpty)
        {
            LineCodec.Decode(frame.Audio, frame.Format, samples);
        }

        _ear.Listen(samples, _events);
        KeepWords();
        _samples.Advance(CallerLine.FrameSamples);
        return CallerLine.IsLoud(samples);
    }

    /// <summary>The words whose sound ended in a range of frames, joined by spaces.</summary>
    public string WordsIn(int startFrame, int endFrame)
    {
        _ear.Finish(_events);
        KeepWords();
        return string.Join(' ', _words
            .Where(word => word.End > startFrame * FrameLength && word.End <= endFrame * FrameLength)
            .Select(word => word.Text));
    }

    private void KeepWords()
    {
        _words.AddRange(_events.OfType<HeardEvent.Word>());
        _events.Clear();
    }
}
