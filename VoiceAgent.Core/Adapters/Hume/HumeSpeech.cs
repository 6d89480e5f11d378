using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.Hume;

/// <summary>Turns the objects of several answers, one after the other, into audio with words on one time line. Not thread-safe.</summary>
internal sealed class HumeSpeech(AudioFormat format)
{
    private readonly PcmConverter _converter = new(HumeProtocol.SampleRate, format);
    private readonly List<SpokenWord> _words = [];
    private HumeWords _written = new(string.Empty);
    private TimeSpan _begin;
    private long _givenBytes;
    private bool _isWhole;

    /// <summary>The answer to another piece of text begins.</summary>
    public void Begin(string text)
    {
        _written = new HumeWords(text);
        _begin = TimeSpan.FromSeconds((double)_givenBytes / format.BytesPerSample / format.SampleRate);
        _isWhole = false;
    }

    /// <summary>The audio of an object, with the words told since the last one; null when it has none.</summary>
    public SpokenAudio? Add(HumeMessage message)
    {
        switch (message.Type)
        {
            case "audio":
                _isWhole = message.IsLastChunk;
                return message.Audio is { Length: > 0 } audio ? Give(_converter.Write(audio)) : null;
            case "timestamp" when message.Timestamp is { Type: "word" or null, Text: { Length: > 0 } word, Time: { } at }:
                _words.Add(_written.Of(word, At(at.Begin)) with { End = at.End is { } end ? At(end) : null });
                return null;
            case "error":
                throw HumeErrors.Told(message.Code);
            default:
                return null;
        }
    }

    /// <summary>The answer has ended: the rest of its audio. An answer without its last piece was cut off.</summary>
    public SpokenAudio? End()
    {
        if (!_isWhole)
        {
            throw HumeProtocol.Trouble();
        }

        return Give(_converter.Flush());
    }

    private TimeSpan At(double milliseconds) => _begin + TimeSpan.FromMilliseconds(Math.Clamp(milliseconds, 0, int.MaxValue));

    private SpokenAudio? Give(ReadOnlyMemory<byte> audio)
    {
        if (audio.IsEmpty && _words.Count == 0)
        {
            return null;
        }

        _givenBytes += audio.Length;
        IReadOnlyList<SpokenWord> words = _words.Count == 0 ? [] : [.. _words];
        _words.Clear();
        return new SpokenAudio(new AudioFrame(audio, format), words);
    }
}
