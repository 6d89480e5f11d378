using System.Collections.Concurrent;
using VoiceAgent.Core.Audio;
using VoiceAgent.Sandbox.Voices;

namespace VoiceAgent.Sandbox.Recognition;

/// <summary>
/// What the simulated callers of this process say, found again by its sound: the simulated speech-to-text providers recognise the
/// audio they receive word for word by looking it up here. Holds the last half hour of different speech. Thread-safe.
/// </summary>
public sealed class UtteranceIndex
{
    private static readonly TimeSpan HalfAnHour = TimeSpan.FromMinutes(30);

    private readonly ConcurrentDictionary<ulong, FramePosition[]> _frames = new();
    private readonly Lock _lock = new();
    private readonly Queue<RegisteredUtterance> _utterances = new();
    private readonly HashSet<ulong> _known = [];
    private readonly long _maxSamples;
    private long _samples;

    public UtteranceIndex()
        : this(HalfAnHour)
    {
    }

    /// <param name="capacity">How much speech is held.</param>
    internal UtteranceIndex(TimeSpan capacity) => _maxSamples = (long)(capacity.TotalSeconds * 8000);

    /// <summary>Remembers an utterance, of which any 20 ms piece that is not silence can be found again.</summary>
    /// <param name="speech">The utterance before the carrier's codec; both G.711 codecs are found.</param>
    public void Register(SynthesizedSpeech speech)
    {
        ArgumentNullException.ThrowIfNull(speech);
        if (speech.Samples.Length is 0)
        {
            return;
        }

        var identity = Identity(speech);
        lock (_lock)
        {
            if (!_known.Add(identity))
            {
                return;
            }

            var utterance = new RegisteredUtterance(speech, identity);
            foreach (var (hash, position) in HashesOf(utterance))
            {
                _frames.AddOrUpdate(hash, _ => [position], (_, positions) => positions.Contains(position) ? positions : [position, .. positions]);
            }

            _utterances.Enqueue(utterance);
            _samples += speech.Samples.Length;
            while (_samples > _maxSamples && _utterances.Count > 1)
            {
                Forget(_utterances.Dequeue());
            }
        }
    }

    /// <summary>An ear for one audio stream.</summary>
    internal Heard Listen(TimeSpan endpointing) => new(this, endpointing);

    /// <summary>The places of all utterances that sound like this frame, the newest first.</summary>
    internal ReadOnlySpan<FramePosition> Find(ulong hash) => _frames.TryGetValue(hash, out var positions) ? positions : [];

    private static ulong Identity(SynthesizedSpeech speech)
    {
        var hash = new HashCode();
        hash.AddBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes<short>(speech.Samples));
        var low = (uint)hash.ToHashCode();
        foreach (var word in speech.Words)
        {
            hash.Add(word);
        }

        return ((ulong)(uint)hash.ToHashCode() << 32) | low;
    }

    // As it sounds after either codec, and after both one after the other: an application may transcode.
    private static IEnumerable<(ulong Hash, FramePosition Position)> HashesOf(RegisteredUtterance utterance)
    {
        var original = utterance.Speech.Samples;
        var mulaw = Array.ConvertAll(original, sample => G711.DecodeMulaw(G711.EncodeMulaw(sample)));
        var alaw = Array.ConvertAll(original, sample => G711.DecodeAlaw(G711.EncodeAlaw(sample)));
        short[][] sounds =
        [
            original,
            mulaw,
            alaw,
            Array.ConvertAll(mulaw, sample => G711.DecodeAlaw(G711.EncodeAlaw(sample))),
            Array.ConvertAll(alaw, sample => G711.DecodeMulaw(G711.EncodeMulaw(sample))),
        ];
        var silences = new short[] { 0, 0, G711.DecodeAlaw(0xD5), G711.DecodeAlaw(0xD5), G711.DecodeMulaw(G711.EncodeMulaw(G711.DecodeAlaw(0xD5))) };
        for (var sound = 0; sound < sounds.Length; sound++)
        {
            for (var start = 0; start < original.Length; start += FrameHash.Length)
            {
                var frame = new FrameHash();
                for (var i = start; i < start + FrameHash.Length; i++)
                {
                    frame.Add(i < original.Length ? sounds[sound][i] : silences[sound]);
                }

                if (frame.IsLoud)
                {
                    yield return (frame.Value, new FramePosition(utterance, start));
                }
            }
        }
    }

    private void Forget(RegisteredUtterance utterance)
    {
        foreach (var (hash, position) in HashesOf(utterance))
        {
            if (_frames.TryGetValue(hash, out var positions))
            {
                var rest = positions.Where(other => other != position).ToArray();
                if (rest.Length is 0)
                {
                    _frames.TryRemove(hash, out _);
                }
                else
                {
                    _frames[hash] = rest;
                }
            }
        }

        _known.Remove(utterance.Identity);
        _samples -= utterance.Speech.Samples.Length;
    }
}

/// <summary>An utterance of the index; equal only to itself.</summary>
internal sealed class RegisteredUtterance(SynthesizedSpeech speech, ulong identity)
{
    public SynthesizedSpeech Speech { get; } = speech;

    public ulong Identity { get; } = identity;
}

/// <summary>A place in an utterance, in samples from its start.</summary>
internal readonly record struct FramePosition(RegisteredUtterance Utterance, int Start);
