using VoiceAgent.Core.Audio;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Speech;

/// <summary>Listens: audio in, speech events out, one stream for a call.</summary>
public interface ISpeechToText
{
    /// <summary>
    /// Transcribes until <paramref name="audio"/> ends and the last words are settled. Throws <see cref="ProviderException"/>
    /// for provider trouble and nothing else but <see cref="OperationCanceledException"/> of <paramref name="cancellationToken"/>.
    /// </summary>
    IAsyncEnumerable<SpeechEvent> TranscribeAsync(
        IAsyncEnumerable<AudioFrame> audio,
        SpeechToTextOptions options,
        CancellationToken cancellationToken);
}

/// <summary>What a transcription needs to know.</summary>
public sealed record SpeechToTextOptions
{
    /// <summary>Encoding and rate of every frame of the stream.</summary>
    public required AudioFormat Format { get; init; }

    /// <summary>BCP 47 tag, such as <c>en-US</c>.</summary>
    public required string Language { get; init; }

    /// <summary>The provider's name of the model, or null for the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>Silence after which the provider is asked to report the end of speech.</summary>
    public TimeSpan EndpointingSilence { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Silence after which a provider that judges by the words reports the end of speech even when they look unfinished.</summary>
    public TimeSpan MaxEndpointingSilence { get; init; } = TimeSpan.FromMilliseconds(1500);

    /// <summary>Whether <see cref="SpeechEvent.EagerEnd"/> and <see cref="SpeechEvent.Resumed"/> are wanted.</summary>
    public bool EagerEndOfTurn { get; init; }

    /// <summary>Names and terms that the provider should listen for; each has at most 100 characters, 100 terms at most.</summary>
    public IReadOnlyList<string> Vocabulary { get; init; } = [];

    /// <summary>The language without script and region: <c>en</c> of <c>en-US</c>.</summary>
    public string PrimaryLanguage => Language.Split('-')[0].ToLowerInvariant();
}

/// <summary>Opens the listening port of one provider for the holder of a key.</summary>
public interface ISpeechToTextFactory
{
    ProviderName Provider { get; }

    /// <summary>The lease stays the caller's, who disposes it when the call has ended.</summary>
    ISpeechToText Create(KeyLease key);
}
