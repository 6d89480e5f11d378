using VoiceAgent.Core.Speech.Spoken;

namespace VoiceAgent.Web.Components.Agents.Voices;

/// <summary>One word of the pronunciation list, while it is edited.</summary>
public sealed class PronunciationRow
{
    public string? Word { get; set; }

    public string? SayAs { get; set; }

    public bool IsBlank => string.IsNullOrWhiteSpace(Word) && string.IsNullOrWhiteSpace(SayAs);

    public Pronunciation ToEntry() => new((Word ?? string.Empty).Trim(), (SayAs ?? string.Empty).Trim());
}
