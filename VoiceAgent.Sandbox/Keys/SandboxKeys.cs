using System.Collections.Frozen;

namespace VoiceAgent.Sandbox.Keys;

/// <summary>What a key of a simulated provider may do.</summary>
public enum SandboxKeyState
{
    /// <summary>No key was sent.</summary>
    Missing,

    /// <summary>A key that the provider never gave out.</summary>
    Invalid,

    Valid,

    /// <summary>Accepted, but the account has no credit left.</summary>
    WithoutCredit,

    /// <summary>Accepted for calls, but without the right that the provider's key check needs, or with too few rights.</summary>
    Limited,

    /// <summary>Accepted, but every request is one too many.</summary>
    RateLimited,
}

/// <summary>The fixed keys that the simulated providers know: shaped like the real ones, plainly invented, worth nothing.</summary>
public static class SandboxKeys
{
    // The last character tells the kind of key, so that the masked ends of two keys differ.
    private static readonly FrozenDictionary<string, string> Stems = new Dictionary<string, string>
    {
        ["deepgram"] = "5a5d0b0e000000000000000000000000000000",
        ["soniox"] = "sandboxsoniox0000000000000000000000000000000000000000000000000",
        ["assemblyai"] = "5a5d0b0e0000000000000000000000",
        ["openai"] = "sk-proj-sandbox0000000000000000000000000000000000",
        ["grok"] = "xai-sandbox0000000000000000000000000000000000000000000000000000000000000000000000",
        ["compatible"] = "sandboxcompatible0000000000000000000000000000",
        ["elevenlabs"] = "sk_5a5d0b0e00000000000000000000000000000000000000",
        ["hume"] = "SandboxHume00000000000000000000000000000000000",
        ["telnyx"] = "KEYSANDBOX000000000000000000000_sandbox000000000000",
    }.ToFrozenDictionary();

    // Six digits and the two characters behind them.
    private const int Numbered = 8;

    private static readonly FrozenDictionary<string, (string Slug, SandboxKeyState State)> Known = Stems.Keys
        .SelectMany(slug => Enum.GetValues<SandboxKeyState>().Where(state => state > SandboxKeyState.Invalid).Select(state => (slug, state)))
        .ToFrozenDictionary(key => Make(key.slug, key.state));

    /// <summary>The key of a simulated provider with which everything works.</summary>
    /// <param name="slug">The provider's lower-case name, such as <c>deepgram</c>.</param>
    public static string Valid(string slug) => Make(slug, SandboxKeyState.Valid);

    /// <summary>One of many keys with which everything works, so that accounts can be told apart at the provider.</summary>
    /// <param name="slug">The provider's lower-case name, such as <c>deepgram</c>.</param>
    /// <param name="number">1 to 999999.</param>
    public static string Valid(string slug, int number)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 999_999);
        var valid = Valid(slug);
        return string.Concat(valid.AsSpan(0, valid.Length - Numbered), number.ToString("D6"), valid.AsSpan(valid.Length - 2));
    }

    /// <summary>A key whose account has used up its credit.</summary>
    public static string WithoutCredit(string slug) => Make(slug, SandboxKeyState.WithoutCredit);

    /// <summary>A key with few rights; see <see cref="SandboxKeyState.Limited"/>.</summary>
    public static string Limited(string slug) => Make(slug, SandboxKeyState.Limited);

    /// <summary>A key for which every request is one too many.</summary>
    public static string RateLimited(string slug) => Make(slug, SandboxKeyState.RateLimited);

    /// <summary>What <paramref name="key"/> may do at the provider <paramref name="slug"/>.</summary>
    public static SandboxKeyState Check(string slug, string? key) => string.IsNullOrEmpty(key)
        ? SandboxKeyState.Missing
        : Known.TryGetValue(WithoutNumber(key), out var known) && known.Slug == slug ? known.State : SandboxKeyState.Invalid;

    // The number stands in the place of zeros before the last two characters.
    private static string WithoutNumber(string key) =>
        key.Length > Numbered && !key.AsSpan(key.Length - Numbered, Numbered - 2).ContainsAnyExceptInRange('0', '9')
            ? string.Concat(key.AsSpan(0, key.Length - Numbered), "000000", key.AsSpan(key.Length - 2))
            : key;

    private static string Make(string slug, SandboxKeyState state) => Stems.TryGetValue(slug, out var stem)
        ? string.Concat(stem, "0", ((int)state - 1).ToString())
        : throw new ArgumentOutOfRangeException(nameof(slug), slug, "The sandbox simulates " + string.Join(", ", Stems.Keys.Order()) + ".");
}
