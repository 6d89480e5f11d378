using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Telephony;

/// <summary>A webhook event that has been acted on.</summary>
/// <param name="Id">Account and event id.</param>
/// <param name="ExpiresAt">Well after its signature has gone stale.</param>
public sealed record SeenWebhook(string Id, DateTimeOffset? ExpiresAt);

/// <summary>
/// Refuses an event that is delivered again, by the carrier or by somebody who recorded it: every event id is written down before it
/// is acted on, for longer than its signature stays fresh.
/// </summary>
public sealed class SeenWebhooks(IDocuments<SeenWebhook> documents, TimeProvider time)
{
    private static readonly TimeSpan Kept = TimeSpan.FromMinutes(20);

    public static DocumentCollection<SeenWebhook> Collection { get; } = new()
    {
        Name = "seen_webhooks",
        Id = seen => seen.Id,
        Expiry = seen => seen.ExpiresAt,
    };

    /// <summary>False when the event was seen before.</summary>
    public async Task<bool> TryAddAsync(AccountId account, string eventId, CancellationToken cancellationToken)
    {
        try
        {
            await documents.InsertAsync(new SeenWebhook(IdOf(account, eventId), time.GetUtcNow() + Kept), cancellationToken);
            return true;
        }
        catch (DuplicateDocumentException)
        {
            return false;
        }
    }

    /// <summary>Lets the event be delivered again, because it could not be acted on.</summary>
    public Task ForgetAsync(AccountId account, string eventId, CancellationToken cancellationToken) =>
        documents.DeleteAsync(IdOf(account, eventId), cancellationToken);

    private static string IdOf(AccountId account, string eventId) => $"{account}:{eventId}";
}
