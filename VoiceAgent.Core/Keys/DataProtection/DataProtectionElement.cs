using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>One element of ASP.NET Core's data-protection key ring; its key material is sealed by the vault.</summary>
public sealed record DataProtectionElement
{
    public static DocumentCollection<DataProtectionElement> Collection { get; } = new()
    {
        Name = "data_protection",
        Id = element => element.Name,
        Indexes = [DocumentIndex<DataProtectionElement>.On("root_key", element => element.Secret!.RootKeyId)],
        Upgrades = [SecretBesideXml],
    };

    public static SealedDocuments<DataProtectionElement> Sealed { get; } = new()
    {
        Collection = Collection,
        SealedBy = rootKeyId => element => element.Secret!.RootKeyId == rootKeyId,
        Reseal = Reseal,
    };

    public required string Name { get; init; }

    /// <summary>With an empty element <c>sealed</c> in the place of the secret.</summary>
    public required string Xml { get; init; }

    /// <summary>The key material; null for an element that has none, such as a revocation.</summary>
    public SealedSecret? Secret { get; init; }

    private static DataProtectionElement? Reseal(KeyVault vault, DataProtectionElement element)
    {
        if (element.Secret is not { } secret)
        {
            return element;
        }

        if (vault.Open(VaultXmlEncryptor.Purpose, secret) is not { } opened)
        {
            return null;
        }

        try
        {
            return element with { Secret = vault.Seal(VaultXmlEncryptor.Purpose, opened) };
        }
        finally
        {
            CryptographicOperations.ZeroMemory(opened);
        }
    }

    /// <summary>The first shape had the secret within the XML, where a rotation could not find it.</summary>
    private static JsonObject SecretBesideXml(JsonObject document)
    {
        var xml = XElement.Parse((string)document["xml"]!);
        var element = xml.DescendantsAndSelf("sealed").FirstOrDefault();
        document["secret"] = element is null
            ? null
            : new JsonObject
            {
                ["version"] = (int)element.Attribute("version")!,
                ["algorithm"] = (int)element.Attribute("algorithm")!,
                ["rootKeyId"] = (string)element.Attribute("rootKey")!,
                ["nonce"] = (string)element.Attribute("nonce")!,
                ["ciphertext"] = element.Value,
                ["commitment"] = (string)element.Attribute("commitment")!,
            };
        element?.ReplaceWith(new XElement("sealed"));
        document["xml"] = xml.ToString(SaveOptions.DisableFormatting);
        return document;
    }
}
