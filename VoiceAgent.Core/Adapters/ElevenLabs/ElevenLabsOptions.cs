namespace VoiceAgent.Core.Adapters.ElevenLabs;

/// <summary>The operator's choices for ElevenLabs beside its address.</summary>
internal sealed class ElevenLabsOptions
{
    public const string SectionName = "Providers:elevenlabs";

    /// <summary>One multi-stream-input socket for all utterances of a call in place of a stream-input socket for each.</summary>
    public bool OneSocketPerCall { get; set; }
}
