using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>
/// Keeps the data-protection key ring in storage. While the vault is locked it keeps a ring of this process only, in memory, and touches
/// storage neither to read nor to write: the pages work, cookies of before do not, and an unsealed key never reaches storage.
/// <para>The interface is synchronous. It is called at start and about once a day, so blocking the caller for one read is
/// acceptable; it runs outside any synchronization context, so that it cannot wait for itself.</para>
/// </summary>
internal sealed class VaultXmlRepository(IDocuments<DataProtectionElement> documents, IVaultStatus vault) : IXmlRepository
{
    private readonly Lock _lock = new();
    private readonly List<XElement> _whileLocked = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        if (vault.State.IsLocked)
        {
            lock (_lock)
            {
                return [.. _whileLocked.Select(element => new XElement(element))];
            }
        }

        var all = new DocumentQuery<DataProtectionElement> { Where = element => element.Name != string.Empty };
        var stored = Block(() => documents.QueryAsync(all, CancellationToken.None));
        return [.. stored.Select(element => ToXml(element.Document))];
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        ArgumentNullException.ThrowIfNull(element);
        if (vault.State.IsLocked)
        {
            lock (_lock)
            {
                _whileLocked.Add(new XElement(element));
            }

            return;
        }

        var xml = new XElement(element);
        var secret = SealedElement.TakeFrom(xml);
        var document = new DataProtectionElement { Name = friendlyName, Xml = xml.ToString(SaveOptions.DisableFormatting), Secret = secret };
        Block(async () =>
        {
            await documents.InsertAsync(document, CancellationToken.None);
            return true;
        });
    }

    private static XElement ToXml(DataProtectionElement element)
    {
        var xml = XElement.Parse(element.Xml);
        if (element.Secret is { } secret)
        {
            SealedElement.PutInto(xml, secret);
        }

        return xml;
    }

    private static T Block<T>(Func<Task<T>> work)
    {
        var context = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(null);
        try
        {
            return work().GetAwaiter().GetResult();
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(context);
        }
    }
}
