namespace VoiceAgent.Core.Conversations.Keypad;

/// <summary>
/// The keys that the caller presses one after the other, until they are told together. Keys that the carrier numbers are put in their order and
/// counted once, however they arrive. Times are measured from the answer of the call.
/// </summary>
internal sealed class CollectedKeys(TurnOptions options)
{
    private const int MostRemembered = 128;

    // A key may be overtaken by the one after it on its way.
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(120);

    private readonly List<(long Sequence, char Key)> _keys = [];
    private readonly Queue<long> _seen = new();

    public bool Any => _keys.Count > 0;

    public TimeSpan FirstAt { get; private set; }

    public TimeSpan LastAt { get; private set; }

    /// <summary>When they are complete if no more come; null while there are none.</summary>
    public TimeSpan? CompleteAt
    {
        get
        {
            if (_keys.Count == 0)
            {
                return null;
            }

            var isEnded = (options.KeysEnd.Length == 1 && _keys[^1].Key == options.KeysEnd[0]) || _keys.Count >= options.MaxKeys;
            return LastAt + (!isEnded ? options.KeyPause : _keys[^1].Sequence > 0 ? Settling : TimeSpan.Zero);
        }
    }

    /// <param name="key">0-9, *, #, A-D.</param>
    /// <param name="sequence">The carrier's number, greater for later keys; 0 is none.</param>
    /// <param name="at">When it came.</param>
    /// <returns>False for one that came before.</returns>
    public bool Add(char key, long sequence, TimeSpan at)
    {
        if (sequence > 0)
        {
            if (_seen.Contains(sequence))
            {
                return false;
            }

            _seen.Enqueue(sequence);
            if (_seen.Count > MostRemembered)
            {
                _seen.Dequeue();
            }
        }

        FirstAt = _keys.Count == 0 ? at : FirstAt;
        LastAt = at;
        var place = sequence > 0 ? _keys.FindIndex(other => other.Sequence > sequence) : -1;
        _keys.Insert(place < 0 ? _keys.Count : place, (sequence, key));
        return true;
    }

    /// <summary>The keys in order, with blanks between; afterwards there are none.</summary>
    public string Take()
    {
        var keys = string.Join(' ', _keys.Select(key => key.Key));
        _keys.Clear();
        return keys;
    }
}
