using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Core.Speech.Previews;

/// <summary>What is to be heard, and in which voice.</summary>
public sealed record VoicePreviewRequest
{
    /// <summary>Of text-to-speech.</summary>
    public required ProviderName Provider { get; init; }

    /// <summary>At most <see cref="VoicePreviews.MaxTextLength"/> characters.</summary>
    public required string Text { get; init; }

    /// <summary>BCP 47 tag.</summary>
    public required string Language { get; init; }

    /// <summary>Null takes the adapter's default.</summary>
    public string? VoiceId { get; init; }

    /// <summary>Null takes the adapter's default.</summary>
    public string? Model { get; init; }

    /// <summary>1 is the voice's own pace; 0.7 to 1.2.</summary>
    public double Speed { get; init; } = 1;

    public PronunciationList Pronunciations { get; init; } = PronunciationList.Empty;
}
