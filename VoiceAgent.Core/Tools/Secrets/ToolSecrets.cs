using System.Security.Cryptography;
using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Tools.Secrets;

/// <summary>The secret headers of an account's tools: written, used and removed, never shown.</summary>
public sealed class ToolSecrets(IDocuments<ToolSecret> documents, KeyVault vault, IAuditTrail audit)
{
    /// <summary>Longest value, in characters.</summary>
    public const int MaxLength = 4096;

    /// <summary>
    /// Seals a value in place of whatever the header had. Throws <see cref="VaultLockedException"/> while the vault is locked, and
    /// <see cref="ArgumentException"/> for a value that no header can carry, without telling it.
    /// </summary>
    public async Task SaveAsync(AccountId account, AuditActor actor, ToolSecretPlace place, string value, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        if (string.IsNullOrEmpty(value) || value.Length > MaxLength || value.Any(character => character is < ' ' or > '~'))
        {
            throw new ArgumentException("A secret header has 1 to 4,096 printable ASCII characters.", nameof(value));
        }

        var bytes = Encoding.ASCII.GetBytes(value);
        try
        {
            var binding = new ToolSecretBinding(account, place.Tool, place.Host, place.Header);
            var secret = new ToolSecret { AccountId = account, Tool = place.Tool, Header = place.Header, Host = place.Host, Secret = vault.Seal(binding.Purpose, bytes) };
            if (await documents.UpdateAsync(ToolSecret.IdOf(place.Tool, place.Header), stored => stored.AccountId == account ? secret : stored, cancellationToken) is null)
            {
                await documents.InsertAsync(secret, cancellationToken);
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
        }

        await RecordAsync(account, actor, AuditEvents.ToolSecretStored, cancellationToken);
    }

    /// <summary>The tool's secret headers that may be sent to this host, for one request; null when one does not open or is for another host.</summary>
    internal async Task<IReadOnlyList<KeyValuePair<string, string>>?> OpenAsync(AccountId account, string tool, string host, CancellationToken cancellationToken)
    {
        var headers = new List<KeyValuePair<string, string>>();
        foreach (var secret in await ListAsync(account, tool, cancellationToken))
        {
            if (vault.Open((secret.Binding with { Host = host }).Purpose, secret.Secret) is not { } opened)
            {
                return null;
            }

            headers.Add(new(secret.Header, Encoding.ASCII.GetString(opened)));
            CryptographicOperations.ZeroMemory(opened);
        }

        return headers;
    }

    /// <summary>
    /// The headers of a tool whose values cannot be read any more, because the root key that sealed them is lost or they were changed in
    /// storage: their owner has to enter them again. None while the vault is locked, which says nothing about them.
    /// </summary>
    public async Task<IReadOnlyList<string>> ListUnreadableAsync(AccountId account, string tool, CancellationToken cancellationToken) => vault.State.IsLocked
        ? []
        : [.. (await ListAsync(account, tool, cancellationToken)).Where(IsUnreadable).Select(secret => secret.Header)];

    /// <summary>Removes the secrets of a tool, all or all but those of some headers.</summary>
    public async Task DeleteAsync(AccountId account, AuditActor actor, string tool, IReadOnlyCollection<string> keep, CancellationToken cancellationToken)
    {
        foreach (var secret in await ListAsync(account, tool, cancellationToken))
        {
            if (!keep.Contains(secret.Header, StringComparer.OrdinalIgnoreCase) && await documents.DeleteAsync(ToolSecret.IdOf(tool, secret.Header), cancellationToken))
            {
                await RecordAsync(account, actor, AuditEvents.ToolSecretDeleted, cancellationToken);
            }
        }
    }

    private bool IsUnreadable(ToolSecret secret)
    {
        if (vault.IsAwaited(secret.Secret.RootKeyId))
        {
            return false;
        }

        var opened = vault.Open(secret.Binding.Purpose, secret.Secret);
        CryptographicOperations.ZeroMemory(opened);
        return opened is null;
    }

    private async Task<IReadOnlyList<ToolSecret>> ListAsync(AccountId account, string tool, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<ToolSecret> { Where = secret => secret.AccountId == account && secret.Tool == tool };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    private Task RecordAsync(AccountId account, AuditActor actor, string name, CancellationToken cancellationToken) =>
        audit.RecordAsync(new AuditEvent { Account = account, Name = name, Actor = actor }, cancellationToken);
}

/// <summary>Which header of which tool, and where it is sent.</summary>
/// <param name="Tool">Id of the tool.</param>
/// <param name="Host">Host and port, in lower case.</param>
/// <param name="Header">Name of the header.</param>
public sealed record ToolSecretPlace(string Tool, string Host, string Header);
