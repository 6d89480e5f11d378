using System.Security.Cryptography;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// Opens the vault before anything is served: loads the root keys and compares them with what storage knows of the keys that sealed
/// its documents. Any doubt leaves the vault locked with a reason; the application starts all the same.
/// </summary>
internal sealed class VaultOpener(
    KeyVault vault,
    RootKeyFile file,
    IDocuments<RootKeyRecord> records,
    TimeProvider time,
    ILogger<VaultOpener> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        if (await OpenAsync(cancellationToken) is { } reason)
        {
            vault.Lock(reason);
            Log.VaultLocked(logger, reason);
        }
        else if (file.IsReadableByOthers)
        {
            Log.KeyFileReadableByOthers(logger, file.Path);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Why the vault stays locked, or null.</summary>
    private async Task<string?> OpenAsync(CancellationToken cancellationToken)
    {
        var all = new DocumentQuery<RootKeyRecord> { Where = record => record.RootKeyId != string.Empty };
        RootKeyRecord[] known = [.. (await records.QueryAsync(all, cancellationToken)).Select(stored => stored.Document)];
        if (!file.Exists && await CreateAsync(known, cancellationToken) is { } missing)
        {
            return missing;
        }

        var (ring, problem) = await file.ReadAsync(cancellationToken);
        if (ring is null)
        {
            return $"The vault's key file {file.Path} is not usable: {problem}. Put the file back from its backup and start again.";
        }

        if (Compare(ring, known) is { } mismatch || (mismatch = await RecordAsync(ring, known, cancellationToken)) is not null)
        {
            ring.Dispose();
            return mismatch;
        }

        vault.Open(ring);
        return null;
    }

    private async Task<string?> CreateAsync(RootKeyRecord[] known, CancellationToken cancellationToken)
    {
        if (Array.FindAll(known, record => record.RetiredAt is null) is { Length: > 0 } sealing)
        {
            var ids = string.Join(", ", sealing.Select(record => record.RootKeyId));
            return $"The vault's key file {file.Path} does not exist, but stored keys were sealed with it (root key {ids}). "
                + "Put the file back from its backup and start again; a new file could not open them.";
        }

        if (!file.MayCreate)
        {
            return $"The vault's key file {file.Path} does not exist. Put the file there, or set Vault:KeyFile to where it is. "
                + "For a new installation, start once with --Vault:CreateKeyFile=true and keep a backup of the file it makes.";
        }

        if (await file.CreateAsync(cancellationToken) is { } problem)
        {
            return $"The vault's key file {file.Path} does not exist, and {problem}. Then start again.";
        }

        Log.KeyFileCreated(logger, file.Path);
        return null;
    }

    private string? Compare(RootKeyRing ring, RootKeyRecord[] known)
    {
        foreach (var record in known)
        {
            var key = ring.Find(record.RootKeyId);
            if (key is null && record.RetiredAt is null)
            {
                return $"The vault's key file {file.Path} has no root key {record.RootKeyId}, which sealed stored keys. "
                    + "Put the file that holds it back from its backup and start again.";
            }

            if (key is not null && !CryptographicOperations.FixedTimeEquals(key.CheckValue, record.CheckValue))
            {
                return $"The vault's key file {file.Path} holds another root key {record.RootKeyId} than the one that sealed stored keys. "
                    + "Put the right file back from its backup and start again.";
            }
        }

        return null;
    }

    /// <summary>Remembers the active key before it seals anything.</summary>
    private async Task<string?> RecordAsync(RootKeyRing ring, RootKeyRecord[] known, CancellationToken cancellationToken)
    {
        if (Array.Exists(known, record => record.RootKeyId == ring.Active.Id))
        {
            return null;
        }

        var created = new RootKeyRecord { RootKeyId = ring.Active.Id, CheckValue = ring.Active.CheckValue, CreatedAt = time.GetUtcNow() };
        try
        {
            await records.InsertAsync(created, cancellationToken);
            return null;
        }
        catch (DuplicateDocumentException)
        {
            var other = await records.FindAsync(created.RootKeyId, cancellationToken);
            return other is null ? null : Compare(ring, [other.Document]);
        }
    }
}
