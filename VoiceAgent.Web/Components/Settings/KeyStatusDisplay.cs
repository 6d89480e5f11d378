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
        KeyStatus.Disabled => "Switched off",
        KeyStatus.Expired => "Expired",
        _ => throw new ArgumentOutOfRangeException(nameof(status)),
    };

    public static StatusTone Tone(KeyStatus? status) => status switch
    {
        KeyStatus.Valid => StatusTone.Good,
        KeyStatus.ValidLimited or KeyStatus.Disabled => StatusTone.Attention,
        KeyStatus.Invalid or KeyStatus.QuotaExceeded or KeyStatus.NeedsReentry or KeyStatus.Expired => StatusTone.Bad,
        _ => StatusTone.Neutral,
    };

    /// <summary>What a state means for calls, and the way out of it.</summary>
    public static string Meaning(KeyStatus status) => status switch
    {
        KeyStatus.Untested => "Calls use this key. Nobody has asked the provider about it yet: press Test.",
        KeyStatus.Valid => "Calls use this key. The provider accepted it.",
        _ => WayOut(status) ?? string.Empty,
    };

    /// <summary>What to do about a state that needs it; null for the others.</summary>
    public static string? WayOut(KeyStatus? status) => status switch
    {
        KeyStatus.Invalid => "Calls do not use this key. Make a new one at the provider and enter it, or test this one again if it was a mistake.",
        KeyStatus.QuotaExceeded => "Calls use this key only when there is no other. Add credit at the provider, then test the key.",
        KeyStatus.NeedsReentry => "The stored key can no longer be read. Enter it again.",
        KeyStatus.Expired => "The last day you gave this key is over, so calls do not use it. Enter a new key, or change the date.",
        KeyStatus.Disabled => "Calls do not use this key until you switch it on again.",
        KeyStatus.ValidLimited => "Calls use this key, but it lacks a right or was refused during a call. Test it to see more.",
        _ => null,
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
