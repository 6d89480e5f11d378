using System.Buffers;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Core.Failover.Voices;

/// <summary>
/// The audio of one utterance on its way from a voice to the caller, over all voices that take part in it, and which of its words have
/// left whole. The beginning of a word whose end has not come yet is held back, so that a voice that breaks off
/// inside a word leaves nothing of it, and one that is slow makes its pauses between words; a word is told once it is whole. Not thread-safe.
/// </summary>
internal sealed class SpokenSoFar(TimeProvider time) : IDisposable
{
    // Where a voice does not tell when a word ends, its rest may be long in coming: it is held back only while the caller has so much to hear.
    private static readonly TimeSpan Comfortable = TimeSpan.FromMilliseconds(600);

    // A word that ends so soon after the audio has ended in it.
    private static readonly TimeSpan Tolerance = TimeSpan.FromMilliseconds(60);

    // How fast a voice speaks where it tells no times.
    private const double LettersPerSecond = 15;

    private readonly List<SpokenWord> _told = [];
    private readonly Queue<SpokenWord> _waiting = new();

    // Shared with other utterances. Held back is what follows that which has left.
    private byte[] _buffer = [];
    private int _left;
    private int _held;
    private TimeSpan _base;
    private int _wordsLeft;
    private long _startedAt;

    /// <summary>Audio that has left.</summary>
    public TimeSpan Sent { get; private set; }

    // At the most: the caller's ear is behind what has left.
    private TimeSpan Heard => Sent == TimeSpan.Zero ? TimeSpan.Zero : time.GetElapsedTime(_startedAt);

    /// <summary>The utterance is over, and the audio that was given out last is no longer needed.</summary>
    public void Dispose()
    {
        _held = 0;
        _left = 0;
        Return();
    }

    /// <summary>
    /// Takes in what the voice made and gives what may leave now; null when nothing may. Its audio holds until the next call.
    /// </summary>
    public SpokenAudio? Add(SpokenAudio made)
    {
        foreach (var word in made.Words)
        {
            _waiting.Enqueue(word with { Start = _base + word.Start, End = _base + word.End });
        }

        var format = made.Frame.Format;
        var all = Join(made.Frame.Data);
        var end = Sent + format.DurationOf(all.Length);
        var words = TakeWhole(end + Tolerance);
        var boundary = _waiting.TryPeek(out var open) && open.Start < end && open.Start >= Sent ? open.Start : end;
        var isHeldBack = open.End is not null || boundary - Heard >= Comfortable;
        var length = isHeldBack ? Math.Min(all.Length, format.BytesFor(boundary - Sent)) : all.Length;
        HoldBack(all, length);
        return Leave(all[..length], format, words);
    }

    /// <summary>The voice has spoken all of its text: gives what was held back, or null.</summary>
    public SpokenAudio? End(AudioFormat format)
    {
        var words = _waiting.ToArray();
        _waiting.Clear();
        _told.AddRange(words);
        var rest = Join(default);
        _held = 0;
        return Leave(rest, format, words);
    }

    /// <summary>
    /// The voice broke off, and another begins: what was held back is dropped. Gives the words of the text that have not left whole.
    /// </summary>
    public string Cut(IReadOnlyList<string> pieces, bool tellsWords)
    {
        if (_waiting.TryDequeue(out var last) && IsWhole(last))
        {
            _told.Add(last);
        }

        _waiting.Clear();
        _held = 0;
        string[] written = [.. pieces.SelectMany(piece => piece.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))];
        if (Sent > _base)
        {
            _base = Sent;
            _wordsLeft = tellsWords ? WordsTold(written) : Math.Max(_told.Count, WordsByLength(written));
        }

        return string.Join(' ', written[Math.Min(written.Length, _wordsLeft)..]);
    }

    // The voice may tell words other than those written ("42" as "forty two"): then their letters tell how far it was.
    private int WordsTold(string[] written)
    {
        var same = 0;
        while (same < written.Length && same < _told.Count && string.Equals(written[same], _told[same].Text.Trim(), StringComparison.OrdinalIgnoreCase))
        {
            same++;
        }

        if (same == _told.Count)
        {
            return same;
        }

        var letters = _told.Skip(same).Sum(word => word.Text.Trim().Length);
        for (; same < written.Length && letters > written[same].Length / 2; same++)
        {
            letters -= written[same].Length;
        }

        return same;
    }

    private int WordsByLength(string[] written)
    {
        var left = Sent.TotalSeconds * LettersPerSecond;
        var words = 0;
        while (words < written.Length && left >= written[words].Length)
        {
            left -= written[words].Length + 1;
            words++;
        }

        return words;
    }

    // Its sound ended before what has left, as far as the voice told or as long as such a word lasts.
    private bool IsWhole(SpokenWord word) => (word.End ?? word.Start + TimeSpan.FromSeconds((word.Text.Trim().Length + 1) / LettersPerSecond)) <= Sent;

    private SpokenWord[] TakeWhole(TimeSpan end)
    {
        // Its end has passed, or the next word has begun.
        var whole = 0;
        var isOpen = false;
        foreach (var word in _waiting)
        {
            if (isOpen && word.Start > end)
            {
                break;
            }

            whole += isOpen ? 1 : 0;
            isOpen = !(word.End <= end);
            whole += isOpen ? 0 : 1;
        }

        var taken = whole == 0 ? [] : new SpokenWord[whole];
        for (var i = 0; i < whole; i++)
        {
            taken[i] = _waiting.Dequeue();
        }

        _told.AddRange(taken);
        return taken;
    }

    private SpokenAudio? Leave(ReadOnlyMemory<byte> audio, AudioFormat format, IReadOnlyList<SpokenWord> words)
    {
        if (audio.IsEmpty && words.Count == 0)
        {
            return null;
        }

        if (Sent == TimeSpan.Zero)
        {
            _startedAt = time.GetTimestamp();
        }

        Sent += format.DurationOf(audio.Length);
        return new SpokenAudio(new AudioFrame(audio, format), words);
    }

    // What was held back, with what follows it.
    private ReadOnlyMemory<byte> Join(ReadOnlyMemory<byte> made)
    {
        if (_held == 0)
        {
            return made;
        }

        Reserve(_held + made.Length);
        made.Span.CopyTo(_buffer.AsSpan(_held));
        return _buffer.AsMemory(0, _held + made.Length);
    }

    private void HoldBack(ReadOnlyMemory<byte> all, int leaving)
    {
        var held = all.Length - leaving;
        if (_held > 0)
        {
            _left = leaving;
        }
        else if (held > 0)
        {
            Reserve(held);
            all.Span[leaving..].CopyTo(_buffer);
        }

        _held = held;
    }

    /// <summary>Makes room for so much, with what is held back at the beginning.</summary>
    private void Reserve(int length)
    {
        var held = _buffer.AsSpan(_left, _held);
        if (_buffer.Length >= length)
        {
            held.CopyTo(_buffer);
        }
        else
        {
            var larger = ArrayPool<byte>.Shared.Rent(length);
            held.CopyTo(larger);
            Return();
            _buffer = larger;
        }

        _left = 0;
    }

    private void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            _buffer = [];
        }
    }
}
