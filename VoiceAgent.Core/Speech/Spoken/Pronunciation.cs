namespace VoiceAgent.Core.Speech.Spoken;

/// <summary>A word that is said otherwise than it is written.</summary>
/// <param name="Word">One word or several, in any case.</param>
/// <param name="SayAs">How to say it, written as it sounds.</param>
public sealed record Pronunciation(string Word, string SayAs);
