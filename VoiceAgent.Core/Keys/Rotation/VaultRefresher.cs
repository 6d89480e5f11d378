using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Keys.Roots;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>
/// Opens the vault before anything is served and keeps it up to date while the server runs: a changed key file and a changed active root
/// key are picked up within one interval. The application starts with a locked vault too. Open leases are not touched.
/// </summary>
internal sealed class VaultRefresher(
    VaultOpener opener,
    KeyVault vault,
    VaultNodes nodes,
    IOptions<VaultOptions> options,
    TimeProvider time,
    ILogger<VaultRefresher> logger) : BackgroundService, IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken) => RefreshAsync(cancellationToken);

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task StoppedAsync(CancellationToken cancellationToken)
    {
        try
        {
            await nodes.LeaveAsync(cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.VaultNotRefreshed(logger, exception);
        }
    }

    /// <summary>One turn: what has changed, then the sign of life that says what is loaded now.</summary>
    public async Task RefreshAsync(CancellationToken cancellationToken)
    {
        await opener.RefreshAsync(VaultPurpose.Serve, cancellationToken);
        LoadedRootKey[] loaded = [.. opener.Loaded.Select(key => new LoadedRootKey(key.Id, key.CheckValue))];
        await nodes.ReportAsync(loaded, vault.ActiveRootKeyId, options.Value.RefreshInterval, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await Task.Delay(options.Value.RefreshInterval, time, stoppingToken);
            try
            {
                await RefreshAsync(stoppingToken);
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                Log.VaultNotRefreshed(logger, exception);
            }
        }
    }
}
