namespace VoiceAgent.Core.Speech.Languages;

/// <summary>What is counted: with the number for one ("one kilometer"), and the word alone for several ("kilometers").</summary>
internal sealed record SpokenUnit(string One, string Many);
