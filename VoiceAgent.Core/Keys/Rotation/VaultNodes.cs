using System.Globalization;
using System.Security.Cryptography;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>The servers that share the storage, by their own account.</summary>
internal sealed class VaultNodes(IDocuments<VaultNode> documents, TimeProvider time)
{
    /// <summary>A server that missed a few of its turns is still counted as alive: better a refused activation than a forgotten server.</summary>
    private const int MissedTurns = 4;

    /// <summary>Added to the turns, for a slow disk or a clock that is a little off.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(15);

    public string OwnId { get; } = string.Create(
        CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{RandomNumberGenerator.GetHexString(6, lowercase: true)}");

    public async Task<IReadOnlyList<VaultNode>> ListAsync(CancellationToken cancellationToken)
    {
        var all = new DocumentQuery<VaultNode> { Where = node => node.Id != string.Empty };
        return [.. (await documents.QueryAsync(all, cancellationToken)).Select(stored => stored.Document)];
    }

    /// <summary>Says that this server lives and what it has loaded.</summary>
    /// <param name="every">How often it will say so.</param>
    public async Task ReportAsync(IReadOnlyList<LoadedRootKey> keys, string? sealsWith, TimeSpan every, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var node = new VaultNode { Id = OwnId, Keys = keys, SealsWith = sealsWith, SeenAt = now, ExpiresAt = now + (MissedTurns * every) + Slack };
        if (await documents.UpdateAsync(OwnId, _ => node, cancellationToken) is null)
        {
            await documents.InsertAsync(node, cancellationToken);
        }
    }

    public Task LeaveAsync(CancellationToken cancellationToken) => documents.DeleteAsync(OwnId, cancellationToken);
}
