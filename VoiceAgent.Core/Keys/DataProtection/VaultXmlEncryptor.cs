using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>Seals the key material of the data-protection ring, so that whoever reads storage cannot forge a sign-in cookie.</summary>
internal sealed class VaultXmlEncryptor(KeyVault vault) : IXmlEncryptor
{
    public const string Purpose = "dataprotection/ring";

    /// <summary>While the vault is locked the element stays in memory only (<see cref="VaultXmlRepository"/>) and is not sealed.</summary>
    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        if (vault.State.IsLocked)
        {
            return new NullXmlEncryptor().Encrypt(plaintextElement);
        }

        var text = Encoding.UTF8.GetBytes(plaintextElement.ToString(SaveOptions.DisableFormatting));
        try
        {
            return new EncryptedXmlInfo(SealedElement.Write(vault.Seal(Purpose, text)), typeof(VaultXmlDecryptor));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
