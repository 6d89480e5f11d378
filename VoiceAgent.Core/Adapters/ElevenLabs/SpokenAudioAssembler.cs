using System.Text;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>
/// Turns the server's messages into audio with words on one time line. Character times begin anew with every generated chunk, so the
/// audio received before is added. A word or a sample that is split between messages goes out with the second one.
/// </summary>
internal sealed class SpokenAudioAssembler(AudioFormat format)
{
    private const string EndsWord = ".!?…,;:)\"”";

    private readonly StringBuilder _word = new();
    private TimeSpan _wordStart;
    private TimeSpan? _wordEnd;
    private long _receivedBytes;
    private byte? _halfSample;

    /// <summary>The audio of a message, or null when it has neither audio nor a whole word.</summary>
    public SpokenAudio? Add(StreamInputMessage message)
    {
        var words = Words(message.Alignment);
        var audio = WholeSamples(message.Audio);
        _receivedBytes += audio.Length;
        return audio.IsEmpty && words.Count == 0 ? null : new SpokenAudio(new AudioFrame(audio, format), words);
    }

    /// <summary>The last word, when nothing has shown that it is whole; without audio.</summary>
    public SpokenAudio? Finish()
    {
        var words = new List<SpokenWord>();
        TakeWord(words);
        return words.Count == 0 ? null : new SpokenAudio(new AudioFrame(ReadOnlyMemory<byte>.Empty, format), words);
    }

    private IReadOnlyList<SpokenWord> Words(StreamInputAlignment? alignment)
    {
        if (alignment is not { Chars: { Count: > 0 } chars, StartsMs: { Count: > 0 } starts })
        {
            return [];
        }

        var durations = alignment.DurationsMs;
        var words = new List<SpokenWord>();
        var offset = TimeSpan.FromSeconds((double)_receivedBytes / format.BytesPerSample / format.SampleRate);
        for (var i = 0; i < Math.Min(chars.Count, starts.Count); i++)
        {
            if (string.IsNullOrWhiteSpace(chars[i]))
            {
                TakeWord(words);
                continue;
            }

            if (_word.Length == 0)
            {
                _wordStart = offset + TimeSpan.FromMilliseconds(Math.Clamp(starts[i], 0, int.MaxValue));
            }

            _word.Append(chars[i]);
            _wordEnd = durations.Count > i ? offset + TimeSpan.FromMilliseconds(Math.Clamp(starts[i] + durations[i], 0, int.MaxValue)) : null;
        }

        if (_word.Length > 0 && EndsWord.Contains(_word[^1], StringComparison.Ordinal))
        {
            TakeWord(words);
        }

        return words;
    }

    private void TakeWord(List<SpokenWord> words)
    {
        if (_word.Length > 0)
        {
            words.Add(new SpokenWord(_word.ToString(), _wordStart) { End = _wordEnd });
            _word.Clear();
        }
    }

    private ReadOnlyMemory<byte> WholeSamples(ReadOnlyMemory<byte> audio)
    {
        if (format.BytesPerSample == 1)
        {
            return audio;
        }

        var joined = _halfSample is { } half ? (byte[])[half, .. audio.Span] : audio;
        var whole = joined.Length - (joined.Length % format.BytesPerSample);
        _halfSample = whole < joined.Length ? joined.Span[^1] : null;
        return joined[..whole];
    }
}
