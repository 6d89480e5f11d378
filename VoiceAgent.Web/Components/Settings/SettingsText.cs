using System.Globalization;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>Words of the API keys page.</summary>
public static class SettingsText
{
    public const string Title = "API keys";
    public const string Lead = "Calls run on your own provider accounts. A key is encrypted when you save it and is never shown again.";
    public const string Required = "Required";
    public const string Optional = "Optional";
    public const string ReadyTitle = "You can take calls.";
    public const string ReadyText = "Every part of a call has a usable key.";
    public const string NotReadyTitle = "You cannot take calls yet:";
    public const string GoThere = "Go there";
    public const string VaultLockedTitle = "The key vault is locked.";
    public const string VaultLockedText = "Stored keys cannot be opened and new ones cannot be saved until this is mended. Calls are refused meanwhile.";
    public const string VaultLockedAtSave = "The key vault is locked, so nothing was saved. See the notice at the top of this page.";
    public const string VaultLockedAtTest = "The key vault is locked. See the notice at the top of this page.";
    public const string KeyField = "API key";
    public const string NewKeyField = "New API key";
    public const string FormOutdated = "The page was open for too long, so nothing was saved. Reload it and try again.";
    public const string NotSent = "The key could not be sent, so nothing was saved. Check the connection, reload the page and try again.";
    public const string DatesTitle = "Dates";
    public const string ExpiresField = "Last day";
    public const string ExpiresHelp = "Calls stop using the key after this day. You are reminded two weeks before.";
    public const string RotateField = "Remind me to replace it on";
    public const string RotateHelp = "A reminder only; the key stays in use.";
    public const string SwitchOff = "Switch off";
    public const string SwitchOn = "Switch on";
    public const string LastCall = "last by this call";
    public const string AuditLink = "Who did what";
    public const string PublicKeyField = "Webhook public key";
    public const string PublicKeyHelp = "On the Telnyx portal under Keys & Credentials, Public Key. It proves that a webhook comes from Telnyx.";
    public const string PublicKeyStored = "Webhook public key";
    public const string Stored = "stored";
    public const string Missing = "missing";
    public const string WebhookAddressLabel = "webhook address";
    public const string WebhookAddressTitle = "Your webhook address";
    public const string WebhookAddressHelp = "Enter it at Telnyx in the Call Control application, with webhook API version 2.";
    public const string Save = "Save and test";
    public const string Saving = "Saving…";
    public const string Saved = "Saved.";
    public const string Test = "Test";
    public const string Testing = "Asking the provider…";
    public const string Delete = "Delete";
    public const string DeleteConfirm = "Delete the key";
    public const string Key = "Key";
    public const string KeyHidden = "••••";
    public const string Fingerprint = "Fingerprint";
    public const string Tested = "Last tested";
    public const string Used = "Last used";
    public const string StatesTitle = "What the states mean";
    public const string HelpTitle = "How to get a key";
    public const string HelpLead = "One key for each category is enough. The longer version of each guide comes with VoiceAgent:";
    public const string PermissionTitle = "Smallest permission:";
    public const string CostTitle = "Costs:";

    public static string CategoryTitle(ProviderCategory category) => category switch
    {
        ProviderCategory.SpeechToText => "Speech-to-text",
        ProviderCategory.LanguageModel => "Language model",
        ProviderCategory.TextToSpeech => "Text-to-speech",
        ProviderCategory.Telephony => "Telephony",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };

    public static string CategoryLead(ProviderCategory category) => category switch
    {
        ProviderCategory.SpeechToText => "Turns what the caller says into words. At least one usable key.",
        ProviderCategory.LanguageModel => "Decides what the agent answers. At least one usable key.",
        ProviderCategory.TextToSpeech => "Speaks the answer. At least one usable key.",
        ProviderCategory.Telephony => "Carries the call. Needs the API key and the webhook public key.",
        _ => throw new ArgumentOutOfRangeException(nameof(category)),
    };

    /// <summary>The category's part of the page's address, as readiness messages link to it.</summary>
    public static string Anchor(ProviderCategory category) => ProviderCatalog.DisplayName(category).Replace(' ', '-');

    public static string RegionField(ProviderName provider) => provider is ProviderName.Compatible ? "Server" : "Region";

    public static string RegionHelp(ProviderName provider, bool isStored) => provider is ProviderName.Compatible
        ? "Set up by the operator of this installation. A key belongs to one server: choosing another takes its own key."
        : isStored ? "Where the key was made. To change it, choose another and save; the key need not be typed again." : "Where the key was made.";

    public static string ConsoleLink(ProviderInfo provider) => $"Get a key at {provider.DisplayName}";

    public static string Tail(string tail) => tail.Length == 0 ? KeyHidden : $"{KeyHidden} {tail}";

    public static string TestLabel(ProviderInfo provider) => $"Test the {provider.DisplayName} key";

    public static string DeleteLabel(ProviderInfo provider) => $"Delete the {provider.DisplayName} key";

    public static string SaveLabel(ProviderInfo provider) => $"Save and test the {provider.DisplayName} key";

    public static string HelpLink(ProviderInfo provider) => $"How to get {Article(provider.DisplayName)} {provider.DisplayName} key";

    private static string Article(string name) => "AEIO".Contains(name[0], StringComparison.Ordinal) ? "an" : "a";

    /// <summary>The key's region, or null where the provider has no choice.</summary>
    public static string? RegionName(ProviderInfo provider, string? region)
    {
        var known = provider.Regions.FirstOrDefault(place => place.Id == region)?.DisplayName;
        return provider.Regions.Count == 0 ? null : known ?? (region is null ? provider.UsualPlace : region);
    }

    public const string SeeCall = "See the call";

    public static string FailedIn(LastFailure trouble) => trouble.Calls == 1 ? "Failed in a call lately:" : $"Failed in {trouble.Calls} of the latest calls, last:";

    public static string UsedTimes(KeyUse use)
    {
        var times = use.Count == 1 ? "once" : $"{use.Count} times";
        return $"used {times} on {use.Day.ToString("d MMM", CultureInfo.InvariantCulture)},";
    }

    /// <summary>A last test that found nothing out, in words that the moment follows; null when the last test gave a verdict.</summary>
    public static string? CouldNotCheckSince(ProviderKeyInfo key) => key.LastTest?.Result switch
    {
        "rate_limited" => "Could not be checked, the provider was asked too often:",
        "provider_down" => "Could not be checked, the provider was down:",
        "network_error" => "Could not be checked, the provider was not reached:",
        "could_not_check" => "Could not be checked, the provider's answer said nothing about the key:",
        _ => null,
    };

    public static Confirmation DeleteQuestion(ProviderInfo provider, DeletionImpact impact)
    {
        var lines = new List<string>();
        if (impact.IsLastUsable)
        {
            lines.Add($"It is your last usable {ProviderCatalog.DisplayName(provider.Category)} key: no call can start until you add another one.");
        }

        if (impact.StoppedAgents.Count > 0)
        {
            lines.Add($"These agents stop answering: {string.Join(", ", impact.StoppedAgents.Select(agent => agent.Name))}.");
        }

        lines.Add($"It is deleted here for good. Revoke it at {provider.DisplayName} too if nobody else uses it.");
        return new Confirmation($"Delete the {provider.DisplayName} key?", lines, DeleteConfirm);
    }
}
