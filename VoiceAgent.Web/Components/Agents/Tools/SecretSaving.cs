using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Tools.Secrets;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>Stores the secret headers typed with a tool or server.</summary>
public sealed class SecretSaving(ToolSecrets secrets, SignedInUser user)
{
    /// <summary>What is wrong, or null: a secret is sealed for one host, and for another its owner has to say so by entering it again.</summary>
    /// <param name="rows">The rows with a name.</param>
    /// <param name="stored">Headers that are stored for the host.</param>
    public static string? FindProblem(IEnumerable<SecretRow> rows, IReadOnlyList<string> stored) =>
        rows.Any(row => string.IsNullOrEmpty(row.Value) && !stored.Contains(row.Header!.Trim(), StringComparer.OrdinalIgnoreCase)) ? ToolsText.SecretMissing : null;

    /// <summary>Those of the stored headers that can still be read; the others have to be entered again.</summary>
    public async Task<IReadOnlyList<string>> ReadableAsync(string tool, IReadOnlyList<string> stored, CancellationToken cancellationToken) => stored.Count == 0
        ? stored
        : [.. stored.Except(await secrets.ListUnreadableAsync(user.AccountId, tool, cancellationToken), StringComparer.OrdinalIgnoreCase)];

    /// <summary>Stores what was typed and removes what is no longer named; what is wrong, or null.</summary>
    public async Task<string?> SaveAsync(string tool, string host, IReadOnlyList<SecretRow> rows, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(rows);
        try
        {
            foreach (var row in rows.Where(row => !string.IsNullOrEmpty(row.Value)))
            {
                await secrets.SaveAsync(user.AccountId, Actor, new ToolSecretPlace(tool, host, row.Header!.Trim()), row.Value!, cancellationToken);
            }

            await secrets.DeleteAsync(user.AccountId, Actor, tool, [.. rows.Select(row => row.Header!.Trim())], cancellationToken);
            return null;
        }
        catch (VaultLockedException)
        {
            return ToolsText.VaultLocked;
        }
        catch (ArgumentException)
        {
            return ToolsText.SecretUnusable;
        }
    }

    public Task RemoveAsync(string tool, CancellationToken cancellationToken) => secrets.DeleteAsync(user.AccountId, Actor, tool, keep: [], cancellationToken);

    private AuditActor Actor => AuditActor.Of(user.UserId);
}
