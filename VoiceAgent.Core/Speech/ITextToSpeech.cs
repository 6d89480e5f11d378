using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Speech;

/// <summary>Speaks: text in as it is written, audio out as it is made.</summary>
public interface ITextToSpeech
{
    /// <summary>
    /// Speaks every piece of <paramref name="text"/> (sentences or phrases, each ready to be spoken) in order and ends when the last
    /// audio has arrived. Throws <see cref="ProviderException"/> for provider trouble.
    /// </summary>
    IAsyncEnumerable<SpokenAudio> SpeakAsync(
        IAsyncEnumerable<string> text,
        VoiceSettings voice,
        CancellationToken cancellationToken);
}

/// <summary>A piece of speech, and the words whose sound begins in it when the provider tells them.</summary>
/// <param name="Frame">Audio in the format that was asked for; its bytes hold until the next piece is asked for.</param>
/// <param name="Words">Words with their start, measured from the first audio of the whole stream; empty when unknown.</param>
public sealed record SpokenAudio(AudioFrame Frame, IReadOnlyList<SpokenWord> Words);

/// <summary>A word and the moment its sound begins, from the first audio of its stream.</summary>
public readonly record struct SpokenWord(string Text, TimeSpan Start)
{
    /// <summary>When its sound ends; null where the provider does not tell.</summary>
    public TimeSpan? End { get; init; }
}

/// <summary>How to speak.</summary>
public sealed record VoiceSettings
{
    /// <summary>The provider's id of the voice, or null for the adapter's default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>The provider's model name, or null for the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>BCP 47 tag, such as <c>en-US</c>.</summary>
    public required string Language { get; init; }

    /// <summary>Format wanted; an adapter whose provider cannot make it converts.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>1 is the voice's own pace; 0.7 to 1.2.</summary>
    public double Speed { get; init; } = 1;
}

/// <summary>Opens the speaking port of one provider for the holder of a key.</summary>
public interface ITextToSpeechFactory
{
    ProviderName Provider { get; }

    /// <summary>The lease stays the caller's, who disposes it when the call has ended.</summary>
    ITextToSpeech Create(KeyLease key);
}
