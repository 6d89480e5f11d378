using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Lines that agents spoke in advance, greetings and apologies, so that making one costs an agent only its first call. In memory alone, those
/// used last; of one account never for another; forgotten when the agent or a key of the account changes, and after twelve hours.
/// Thread-safe.
/// </summary>
public sealed class PreparedLines(TimeProvider? time = null)
{
    /// <summary>Audio kept in all, in bytes.</summary>
    public const long MostBytes = 48 * 1024 * 1024;

    /// <summary>Audio kept for one account, in bytes: half an hour of telephone speech would be 14 MB.</summary>
    public const long MostBytesPerAccount = 4 * 1024 * 1024;

    private static readonly TimeSpan Lasts = TimeSpan.FromHours(12);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time = time ?? TimeProvider.System;
    private readonly Dictionary<Key, LinkedListNode<Entry>> _byKey = [];
    private readonly Dictionary<AccountId, long> _bytes = [];
    private readonly LinkedList<Entry> _byUse = new();
    private long _total;

    /// <summary>Bytes of audio that are kept.</summary>
    public long Bytes
    {
        get
        {
            lock (_gate)
            {
                return _total;
            }
        }
    }

    /// <summary>Forgets what an account's agents have spoken: a key of it has changed.</summary>
    internal void Forget(AccountId account) => Forget(entry => entry.Key.Account == account);

    /// <summary>Forgets what an agent has spoken: it has changed or is gone.</summary>
    internal void Forget(AccountId account, AgentId agent) => Forget(entry => entry.Key.Account == account && entry.Key.Agent == agent);

    internal PreparedSpeech? Find(Agent agent, VoiceSettings voice, string text)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(Key.Of(agent, voice, text), out var node))
            {
                return null;
            }

            if (_time.GetElapsedTime(node.Value.MadeAt) >= Lasts)
            {
                RemoveLocked(node);
                return null;
            }

            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return node.Value.Speech;
        }
    }

    internal void Keep(Agent agent, VoiceSettings voice, string text, PreparedSpeech speech)
    {
        var key = Key.Of(agent, voice, text);
        var bytes = speech.Audio.Sum(piece => (long)piece.Frame.Data.Length);
        if (bytes > MostBytesPerAccount)
        {
            return;
        }

        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var old))
            {
                RemoveLocked(old);
            }

            _byKey[key] = _byUse.AddFirst(new Entry(key, speech, bytes, _time.GetTimestamp()));
            _bytes[key.Account] = _bytes.GetValueOrDefault(key.Account) + bytes;
            _total += bytes;
            MakeRoomLocked(key.Account);
        }
    }

    // An account makes room among its own lines first, so that nobody's greeting goes because of another.
    private void MakeRoomLocked(AccountId account)
    {
        for (var node = _byUse.Last; node is not null && _bytes.GetValueOrDefault(account) > MostBytesPerAccount;)
        {
            var before = node.Previous;
            if (node.Value.Key.Account == account)
            {
                RemoveLocked(node);
            }

            node = before;
        }

        while (_total > MostBytes && _byUse.Last is { } last)
        {
            RemoveLocked(last);
        }
    }

    private void Forget(Func<Entry, bool> isMeant)
    {
        lock (_gate)
        {
            for (var node = _byUse.First; node is not null;)
            {
                var next = node.Next;
                if (isMeant(node.Value))
                {
                    RemoveLocked(node);
                }

                node = next;
            }
        }
    }

    private void RemoveLocked(LinkedListNode<Entry> node)
    {
        var account = node.Value.Key.Account;
        _byUse.Remove(node);
        _byKey.Remove(node.Value.Key);
        _total -= node.Value.Bytes;
        if ((_bytes[account] -= node.Value.Bytes) <= 0)
        {
            _bytes.Remove(account);
        }
    }

    private sealed record Entry(Key Key, PreparedSpeech Speech, long Bytes, long MadeAt);

    private sealed record Key(
        AccountId Account, AgentId Agent, ProviderOrder Order, ProviderPicks Picks, string Language, double Speed, AudioFormat Format, PronunciationList Pronunciations, string Text)
    {
        public static Key Of(Agent agent, VoiceSettings voice, string text) =>
            new(agent.AccountId, agent.Id, agent.TextToSpeech, agent.Picks, voice.Language, voice.Speed, voice.Format, agent.Pronunciations, text);
    }
}
