namespace VoiceAgent.Core.Speech.Languages;

/// <summary>A currency: one and several of it, and of its hundredth part.</summary>
internal sealed record SpokenCurrency(string One, string Many, string OneCent, string ManyCents);
