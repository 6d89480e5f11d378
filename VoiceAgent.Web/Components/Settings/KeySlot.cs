using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The place of one provider's key on the page. Only <see cref="ApiKeysModel"/> changes it.</summary>
public sealed class KeySlot(ProviderInfo provider)
{
    public ProviderInfo Provider { get; } = provider;

    /// <summary>Null while no key is stored.</summary>
    public ProviderKeyInfo? Key { get; internal set; }

    /// <summary>The calls that used it on the last day that had any.</summary>
    public KeyUse? Use { get; internal set; }

    /// <summary>How the provider last failed in one of the account's latest calls; null when it did not.</summary>
    public LastFailure? Trouble { get; internal set; }

    /// <summary>Whether calls depend on this provider: telephony always, else while no other key of the category is usable.</summary>
    public bool IsRequired { get; internal set; }

    public bool IsTesting { get; internal set; }

    /// <summary>What the last test on this page said; null before the first one and after a deletion.</summary>
    public KeyTestResult? LastTest { get; internal set; }

    /// <summary>Whether the last change was refused because the user has to prove to be the user again.</summary>
    public bool NeedsConfirmation { get; internal set; }

    public bool IsUsable => Key is { IsUsable: true };
}
