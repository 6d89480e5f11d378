using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Speech;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Calls.Speaking;

/// <summary>
/// Lines that agents spoke in advance, so that making one costs an agent only its first call. In memory, the 256 used last, of one account
/// never for another. Thread-safe.
/// </summary>
public sealed class PreparedLines
{
    private const int Most = 256;

    private readonly Lock _gate = new();
    private readonly Dictionary<Key, LinkedListNode<(Key Key, PreparedSpeech Speech)>> _byKey = [];
    private readonly LinkedList<(Key Key, PreparedSpeech Speech)> _byUse = new();

    internal PreparedSpeech? Find(Agent agent, VoiceSettings voice, string text)
    {
        lock (_gate)
        {
            if (!_byKey.TryGetValue(Key.Of(agent, voice, text), out var node))
            {
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
        lock (_gate)
        {
            if (_byKey.Remove(key, out var old))
            {
                _byUse.Remove(old);
            }

            _byKey[key] = _byUse.AddFirst((key, speech));
            if (_byKey.Count > Most && _byUse.Last is { } last)
            {
                _byKey.Remove(last.Value.Key);
                _byUse.RemoveLast();
            }
        }
    }

    private sealed record Key(AccountId Account, AgentId Agent, ProviderOrder Order, ProviderPicks Picks, string Language, double Speed, AudioFormat Format, PronunciationList Pronunciations, string Text)
    {
        public static Key Of(Agent agent, VoiceSettings voice, string text) =>
            new(agent.AccountId, agent.Id, agent.TextToSpeech, agent.Picks, voice.Language, voice.Speed, voice.Format, agent.Pronunciations, text);
    }
}
