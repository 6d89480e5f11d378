using System.Security.Cryptography;
using System.Xml.Linq;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>A sealed secret as an element of the ring's XML, and as the secret beside XML with an empty element in its place.</summary>
internal static class SealedElement
{
    private const string Name = "sealed";

    public static XElement Write(SealedSecret secret) => new(
        Name,
        new XAttribute("version", secret.Version),
        new XAttribute("algorithm", secret.Algorithm),
        new XAttribute("rootKey", secret.RootKeyId),
        new XAttribute("nonce", Convert.ToBase64String(secret.Nonce)),
        new XAttribute("commitment", Convert.ToBase64String(secret.Commitment)),
        Convert.ToBase64String(secret.Ciphertext));

    public static SealedSecret Read(XElement element) => new(
        (byte)(int)Attribute(element, "version"),
        (byte)(int)Attribute(element, "algorithm"),
        Attribute(element, "rootKey").Value,
        Convert.FromBase64String(Attribute(element, "nonce").Value),
        Convert.FromBase64String(element.Value),
        Convert.FromBase64String(Attribute(element, "commitment").Value));

    /// <summary>Empties the sealed element of <paramref name="xml"/>, if it has one, and returns what was in it.</summary>
    public static SealedSecret? TakeFrom(XElement xml)
    {
        if (Find(xml) is not { } element)
        {
            return null;
        }

        var secret = Read(element);
        element.ReplaceWith(new XElement(Name));
        return secret;
    }

    /// <summary>The reverse of <see cref="TakeFrom"/>.</summary>
    public static void PutInto(XElement xml, SealedSecret secret) =>
        (Find(xml) ?? throw new CryptographicException("The data-protection key is not complete.")).ReplaceWith(Write(secret));

    private static XElement? Find(XElement xml) => xml.DescendantsAndSelf(Name).FirstOrDefault();

    private static XAttribute Attribute(XElement element, string name) =>
        element.Attribute(name) ?? throw new CryptographicException("The data-protection key is not complete.");
}
