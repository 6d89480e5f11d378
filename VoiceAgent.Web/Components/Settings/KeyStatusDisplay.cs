using VoiceAgent.Core.Keys;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The state of a key in words and tone.</summary>
public static class KeyStatusDisplay
{
    public static string Text(KeyStatus? status) => status switch
    {
        null => "Not set",
        KeyStatus.Untested => "Not tested",
        KeyStatus.Valid => "Active",
        KeyStatus.ValidLimited => "Limited",
        KeyStatus.Invalid => "Refused",
        KeyStatus.QuotaExceeded => "No credit",
        KeyStatus.NeedsReentry => "Must be entered again",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static StatusTone Tone(KeyStatus? status) => status switch
    {
        KeyStatus.Valid => StatusTone.Good,
        KeyStatus.ValidLimited => StatusTone.Attention,
        KeyStatus.Invalid or KeyStatus.QuotaExceeded or KeyStatus.NeedsReentry => StatusTone.Bad,
        _ => StatusTone.Neutral,
    };

    public static string Text(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Valid => "The key works.",
        KeyVerdict.ValidLimited => "The key works, with limits.",
        KeyVerdict.Invalid => "The key was refused.",
        KeyVerdict.QuotaExceeded => "The account has no credit.",
        KeyVerdict.CouldNotCheck => "The key could not be checked.",
        _ => throw new ArgumentOutOfRangeException(nameof(verdict)),
    };

    public static StatusTone Tone(KeyVerdict verdict) => verdict switch
    {
        KeyVerdict.Valid => StatusTone.Good,
        KeyVerdict.ValidLimited or KeyVerdict.CouldNotCheck => StatusTone.Attention,
        _ => StatusTone.Bad,
    };
}
