using System.Text.RegularExpressions;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Keys.Intake;

/// <summary>
/// How keys usually look. Only prefixes that no other provider uses are taken as proof that a key belongs elsewhere; no provider promises
/// the shape of its own keys, so a key that looks unlike them is a warning.
/// </summary>
internal static partial class KeyShapes
{
    /// <summary>A refusal when the key is plainly another provider's, or not an API key at all.</summary>
    public static string? ForeignKey(ProviderName field, string key)
    {
        if (field is ProviderName.Compatible)
        {
            // Servers that speak like OpenAI often have keys that look like OpenAI's.
            return null;
        }

        if (key.StartsWith("sk-ant-", StringComparison.Ordinal))
        {
            return $"This looks like an Anthropic key, which VoiceAgent does not use. Enter the {Name(field)} key.";
        }

        if (OwnerOf(key) is { } owner)
        {
            return owner == field ? null : $"This looks like a{(owner is ProviderName.OpenAI or ProviderName.ElevenLabs ? "n" : "")} {Name(owner)} key. Store it under {Name(owner)}.";
        }

        if (key.StartsWith("temp:", StringComparison.Ordinal))
        {
            return "This is a temporary Soniox key, which ends within the hour. Enter the API key of the Soniox project.";
        }

        return field is ProviderName.Telnyx && WebhookPublicKey.Check(key, out var publicKey) is null && publicKey is not null
            ? "This looks like the public key. It belongs into the other field; the API key starts with KEY."
            : null;
    }

    /// <summary>A hint when the key looks unlike the provider's keys.</summary>
    public static string? Unusual(ProviderName provider, string key)
    {
        if (provider is ProviderName.OpenAI && key.StartsWith("sk-admin-", StringComparison.Ordinal))
        {
            return "This is an OpenAI admin key, which cannot run models. Use a project key.";
        }

        var usual = provider switch
        {
            ProviderName.Deepgram => Hexadecimal40().IsMatch(key),
            ProviderName.AssemblyAI => Hexadecimal32().IsMatch(key),
            ProviderName.ElevenLabs => OwnerOf(key) == provider || Hexadecimal32().IsMatch(key),
            ProviderName.OpenAI or ProviderName.Grok or ProviderName.Telnyx => OwnerOf(key) == provider,
            _ => true,
        };
        return usual ? null : $"This does not look like the usual {Name(provider)} key. Test it to be sure.";
    }

    private static ProviderName? OwnerOf(string key) => key switch
    {
        _ when key.StartsWith("xai-", StringComparison.Ordinal) => ProviderName.Grok,
        _ when key.StartsWith("sk-", StringComparison.Ordinal) => ProviderName.OpenAI,
        _ when key.StartsWith("KEY", StringComparison.Ordinal) => ProviderName.Telnyx,
        _ when ElevenLabs().IsMatch(key) => ProviderName.ElevenLabs,
        _ => null,
    };

    private static string Name(ProviderName provider) => ProviderCatalog.Get(provider).DisplayName;

    [GeneratedRegex("^sk_[0-9a-f]{48}$", RegexOptions.CultureInvariant)]
    private static partial Regex ElevenLabs();

    [GeneratedRegex("^[0-9a-f]{40}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Hexadecimal40();

    [GeneratedRegex("^[0-9a-f]{32}$", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Hexadecimal32();
}
