namespace VoiceAgent.Web.Components.Shared;

/// <summary>What a status means for the reader.</summary>
public enum StatusTone
{
    Neutral,
    Good,
    Attention,
    Bad,
    Active,
}
