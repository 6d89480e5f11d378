using System.Runtime.CompilerServices;
using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech;

namespace VoiceAgent.Tests.Fakes;

/// <summary>
/// Speaks every word for the same time, much faster than real time, each word as audio of one byte value, so that what a carrier
/// played tells which words were heard.
/// </summary>
public sealed class ScriptedTextToSpeech(TimeProvider time) : ITextToSpeech
{
    private int _open;
    private readonly List<string> _words = [];
    private readonly List<TimeSpan> _streams = [];

    /// <summary>Speaks for another provider; its sounds are told apart from those of <paramref name="other"/>.</summary>
    public ScriptedTextToSpeech(TimeProvider time, ProviderName provider, ScriptedTextToSpeech other)
        : this(time)
    {
        Provider = provider;
        _words = other._words;
        _streams = other._streams;
    }

    public ProviderName Provider { get; } = ProviderName.ElevenLabs;

    public TimeSpan FirstByte { get; set; } = TimeSpan.FromMilliseconds(150);

    public TimeSpan WordDuration { get; set; } = TimeSpan.FromMilliseconds(300);

    public bool TellsWords { get; set; } = true;

    /// <summary>Whether it tells when a word ends, too.</summary>
    public bool TellsEnds { get; set; } = true;

    /// <summary>What goes wrong with the stream of this number, counted from 0; null is nothing.</summary>
    public Func<int, Fault?> Faults { get; set; } = _ => null;

    /// <summary>Every text given, one string for each stream.</summary>
    public List<string> Texts { get; } = [];

    /// <summary>The language of every stream.</summary>
    public List<string> Languages { get; } = [];

    public int Open => Volatile.Read(ref _open);

    /// <summary>The word whose sound is made of this byte; null when it is another sound, such as the telephone's own tone.</summary>
    public string? WordOf(byte sound) => sound < _words.Count ? _words[sound] : null;

    /// <summary>When the stream was asked for in which the sound made of this byte was spoken; null as above.</summary>
    public TimeSpan? AskedAt(byte sound) => sound < _streams.Count ? _streams[sound] : null;

    public async IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var number = Texts.Count;
        Texts.Add(string.Empty);
        Languages.Add(voice.Language);
        var fault = Faults(number);
        var asked = time.GetElapsedTime(0);
        var spoken = 0;
        Interlocked.Increment(ref _open);
        try
        {
            await foreach (var piece in text.WithCancellation(cancellationToken))
            {
                if (string.IsNullOrWhiteSpace(piece))
                {
                    continue;
                }

                Texts[number] = Texts[number].Length == 0 ? piece : $"{Texts[number]} {piece}";
                await Task.Delay(FirstByte, time, cancellationToken);
                foreach (var word in piece.Split(' '))
                {
                    if (fault is not null && spoken == fault.After)
                    {
                        await fault.StrikeAsync(Provider, time, cancellationToken);
                    }

                    var audio = new byte[voice.Format.BytesFor(WordDuration)];
                    audio.AsSpan().Fill((byte)_words.Count);
                    if (_words.Count < 255)
                    {
                        _words.Add(word);
                        _streams.Add(asked);
                    }

                    IReadOnlyList<SpokenWord> words = TellsWords ? [new SpokenWord(word, spoken * WordDuration) { End = TellsEnds ? (spoken + 1) * WordDuration : null }] : [];
                    spoken++;
                    yield return new SpokenAudio(new AudioFrame(audio, voice.Format), words);
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }
}
