namespace VoiceAgent.Core.Speech.Previews;

/// <summary>Where a preview can be heard, or why not.</summary>
/// <param name="Id">Names the audio for a minute, for its account alone; null when there is none.</param>
/// <param name="Problem">In the owner's words, with the way out; null when there is none.</param>
public sealed record VoicePreviewResult(string? Id, string? Problem)
{
    internal static VoicePreviewResult Refused(string problem) => new(null, problem);
}
