using System.Text.Json.Nodes;

namespace VoiceAgent.Core.Keys.Intake;

/// <summary>Steps from older shapes of the stored key to the next.</summary>
internal static class KeyDocumentUpgrades
{
    /// <summary>2: the fingerprint as text, and when the key was last looked at.</summary>
    public static JsonObject AddFingerprintTextAndDates(JsonObject document)
    {
        var fingerprint = document["fingerprint"]?.GetValue<string>();
        document["fingerprintHex"] = fingerprint is null ? string.Empty : Convert.ToHexStringLower(Convert.FromBase64String(fingerprint));
        document["checkedAt"] = (document["testedAt"] ?? document["createdAt"])?.DeepClone();
        document["expiresOn"] = null;
        document["rotateAfter"] = null;
        return document;
    }
}
