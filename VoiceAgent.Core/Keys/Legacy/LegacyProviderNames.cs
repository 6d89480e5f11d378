using System.Collections.Frozen;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Providers by the names an earlier system gave them. Case, dashes, dots, blanks and underscores do not matter.</summary>
internal sealed class LegacyProviderNames
{
    private static readonly FrozenDictionary<string, ProviderName> Usual = new Dictionary<string, ProviderName>(StringComparer.Ordinal)
    {
        ["deepgram"] = ProviderName.Deepgram,
        ["soniox"] = ProviderName.Soniox,
        ["assemblyai"] = ProviderName.AssemblyAI,
        ["assembly"] = ProviderName.AssemblyAI,
        ["openai"] = ProviderName.OpenAI,
        ["chatgpt"] = ProviderName.OpenAI,
        ["grok"] = ProviderName.Grok,
        ["xai"] = ProviderName.Grok,
        ["xaigrok"] = ProviderName.Grok,
        ["grokxai"] = ProviderName.Grok,
        ["elevenlabs"] = ProviderName.ElevenLabs,
        ["11labs"] = ProviderName.ElevenLabs,
        ["hume"] = ProviderName.Hume,
        ["humeai"] = ProviderName.Hume,
        ["telnyx"] = ProviderName.Telnyx,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    private static readonly FrozenSet<string> PublicKeys =
        ((string[])["telnyxpublickey", "telnyxwebhookpublickey", "telnyxwebhookkey"]).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>What field names put around the provider's, longest first.</summary>
    private static readonly string[] Endings = ["apikeyencrypted", "encryptedapikey", "encryptedkey", "keyencrypted", "apitoken", "apikey", "encrypted", "key"];

    private readonly Dictionary<string, ProviderName> _own;

    public LegacyProviderNames(IReadOnlyDictionary<string, ProviderName> own) =>
        _own = own.ToDictionary(pair => Plain(pair.Key), pair => pair.Value, StringComparer.Ordinal);

    public ProviderName? Find(string name)
    {
        var plain = Plain(name);
        return _own.TryGetValue(plain, out var own) ? own : Usual.TryGetValue(plain, out var usual) ? usual : null;
    }

    /// <summary>Whether it is a name of the Telnyx webhook public key.</summary>
    public static bool IsPublicKey(string name) => PublicKeys.Contains(Plain(name));

    /// <summary>The provider's part of a field such as <c>openai_api_key</c> or <c>encrypted_grok_key</c>; null for any other field.</summary>
    public static string? InField(string field)
    {
        var plain = Plain(field);
        var start = plain.StartsWith("encrypted", StringComparison.Ordinal) ? "encrypted".Length : 0;
        var ending = Array.Find(Endings, candidate => plain.EndsWith(candidate, StringComparison.Ordinal));
        var length = plain.Length - start - (ending?.Length ?? 0);
        return (ending is not null || start > 0) && length > 0 ? plain.Substring(start, length) : null;
    }

    private static string Plain(string name) => string.Concat(name.Where(char.IsLetterOrDigit)).ToLowerInvariant();
}
