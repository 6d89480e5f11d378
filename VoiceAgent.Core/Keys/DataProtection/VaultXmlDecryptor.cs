using System.Security.Cryptography;
using System.Text;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;
using Microsoft.Extensions.DependencyInjection;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>
/// Opens what <see cref="VaultXmlEncryptor"/> sealed. Made by data protection from the type name in the stored element: renaming it makes
/// stored rings unreadable.
/// </summary>
internal sealed class VaultXmlDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        var vault = services.GetRequiredService<KeyVault>();
        var text = vault.Open(VaultXmlEncryptor.Purpose, SealedElement.Read(encryptedElement))
            ?? throw new CryptographicException("The vault cannot open this data-protection key.");
        try
        {
            return XElement.Parse(Encoding.UTF8.GetString(text));
        }
        finally
        {
            CryptographicOperations.ZeroMemory(text);
        }
    }
}
