using System.ComponentModel;
using System.Text.Json;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Api;

/// <summary>What the API tells of a stored key: never the key.</summary>
public sealed record KeyResource
{
    [Description("The provider's name in addresses: deepgram, soniox, assemblyai, openai, grok, elevenlabs, hume or telnyx.")]
    public required string Provider { get; init; }

    [Description("speechToText, languageModel, textToSpeech or telephony.")]
    public required string Category { get; init; }

    [Description("untested, valid, validLimited, invalid, quotaExceeded, needsReentry, disabled or expired.")]
    public required string Status { get; init; }

    [Description("Whether calls may use it.")]
    public required bool Usable { get; init; }

    [Description("The last four characters of a long key, else empty.")]
    public required string Tail { get; init; }

    [Description("Eight hexadecimal digits that are the same for the same key in this installation.")]
    public required string Fingerprint { get; init; }

    [Description("The provider's region, or null for its usual place.")]
    public string? Region { get; init; }

    [Description("Telnyx only: whether the webhook public key is stored too.")]
    public required bool HasWebhookPublicKey { get; init; }

    [Description("The place it was stored for when the provider is now reached elsewhere; such a key has to be entered again.")]
    public string? StoredFor { get; init; }

    [Description("Rights that the provider said the key lacks, where they are known.")]
    public string? MissingRights { get; init; }

    [Description("Last day (UTC) on which calls may use it.")]
    public DateOnly? ExpiresOn { get; init; }

    public DateTimeOffset? TestedAt { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; init; }

    public static KeyResource Of(ProviderKeyInfo key)
    {
        ArgumentNullException.ThrowIfNull(key);
        var provider = ProviderCatalog.Get(key.Provider);
        return new KeyResource
        {
            Provider = provider.Slug,
            Category = Word(provider.Category),
            Status = Word(key.Status),
            Usable = key.IsUsable,
            Tail = key.Tail,
            Fingerprint = key.Fingerprint,
            Region = key.Region,
            HasWebhookPublicKey = key.HasWebhookPublicKey,
            StoredFor = key.StoredFor,
            MissingRights = key.MissingRights,
            ExpiresOn = key.ExpiresOn,
            TestedAt = key.TestedAt,
            LastUsedAt = key.LastUsedAt,
            UpdatedAt = key.UpdatedAt,
        };
    }

    /// <summary>A member of an enumeration as the API writes it.</summary>
    internal static string Word<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}

/// <summary>The stored keys.</summary>
public sealed record KeyList(IReadOnlyList<KeyResource> Keys);

/// <summary>A key that was stored.</summary>
public sealed record SavedKey
{
    public required KeyResource Key { get; init; }

    [Description("Stored, but look again: for example, it does not look like the provider's usual keys.")]
    public string? Warning { get; init; }
}

/// <summary>The body of a PUT. At least one member; what is left out stays as it is.</summary>
public sealed class PutKey
{
    [Description("The provider's API key.")]
    public string? Key { get; set; }

    [Description("Telnyx only: the account's webhook public key, base64.")]
    public string? WebhookPublicKey { get; set; }

    [Description("The provider's region; empty for its usual place.")]
    public string? Region { get; set; }

    public override string ToString() => "key (hidden)";
}

/// <summary>What a test found out.</summary>
public sealed record KeyTestOutcome
{
    [Description("valid, validLimited, invalid, quotaExceeded or couldNotCheck.")]
    public required string Verdict { get; init; }

    [Description("One sentence for people.")]
    public required string Detail { get; init; }

    public required KeyResource Key { get; init; }
}

/// <summary>Whether calls can start.</summary>
public sealed record Readiness
{
    public required bool Ready { get; init; }

    public required IReadOnlyList<MissingItem> Missing { get; init; }

    [Description("What does not keep calls from starting, but may break them off.")]
    public required IReadOnlyList<MissingItem> Warnings { get; init; }

    public static Readiness Of(CallReadiness readiness)
    {
        ArgumentNullException.ThrowIfNull(readiness);
        return new Readiness
        {
            Ready = readiness.IsReady,
            Missing = [.. readiness.Missing.Select(MissingItem.Of)],
            Warnings = [.. readiness.Warnings.Select(MissingItem.Of)],
        };
    }
}

/// <summary>One thing that keeps calls from starting.</summary>
public sealed record MissingItem
{
    [Description("speechToText, languageModel, textToSpeech or telephony.")]
    public required string Category { get; init; }

    [Description("noKey, keyUnusable, agentChoice, noWebhookPublicKey, noCredit or vaultLocked.")]
    public required string Reason { get; init; }

    [Description("Providers that would fill it.")]
    public required IReadOnlyList<string> Providers { get; init; }

    [Description("A sentence that ends with what to do.")]
    public required string Message { get; init; }

    [Description("Address on this server where it is mended.")]
    public required string ActionUrl { get; init; }

    public static MissingItem Of(MissingPart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return new MissingItem
        {
            Category = KeyResource.Word(part.Category),
            Reason = KeyResource.Word(part.Reason),
            Providers = [.. part.Providers.Select(provider => ProviderCatalog.Get(provider).Slug)],
            Message = part.Message,
            ActionUrl = part.ActionUrl,
        };
    }
}
