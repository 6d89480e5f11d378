using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.DataProtection;

/// <summary>Who makes the first key of the ring; unique by its id, forgotten soon after.</summary>
public sealed record RingLock(string Id, DateTimeOffset ExpiresAt)
{
    public static DocumentCollection<RingLock> Collection { get; } = new()
    {
        Name = "data_protection_lock",
        Id = held => held.Id,
        Expiry = held => held.ExpiresAt,
    };
}

/// <summary>
/// Makes the first key of the data-protection ring before anything is served, on one host only: hosts that start together on an empty
/// installation would otherwise each make one and not read each other's cookies until their rings are read again. Runs after the vault
/// has been opened; while it is locked there is no ring to make.
/// </summary>
internal sealed class FirstRingKey(
    IDocuments<RingLock> locks,
    IVaultStatus vault,
    IKeyManager keys,
    IOptions<KeyManagementOptions> options,
    TimeProvider time) : IHostedLifecycleService
{
    private const string LockId = "first-key";

    private static readonly TimeSpan Held = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        while (!vault.State.IsLocked && !HasKey())
        {
            if (await TryLockAsync(cancellationToken))
            {
                // Whoever held the lock before may have made one.
                if (!HasKey())
                {
                    var now = time.GetUtcNow();
                    keys.CreateNewKey(now, now + options.Value.NewKeyLifetime);
                }

                return;
            }

            await Task.Delay(Pause, time, cancellationToken);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private bool HasKey() => keys.GetAllKeys().Any(key => !key.IsRevoked && key.ExpirationDate > time.GetUtcNow());

    private async Task<bool> TryLockAsync(CancellationToken cancellationToken)
    {
        try
        {
            await locks.InsertAsync(new RingLock(LockId, time.GetUtcNow() + Held), cancellationToken);
            return true;
        }
        catch (DuplicateDocumentException)
        {
            return false;
        }
    }
}
