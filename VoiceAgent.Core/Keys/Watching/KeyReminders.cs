using VoiceAgent.Core.Audit;

namespace VoiceAgent.Core.Keys.Watching;

/// <summary>Reminds owners of the dates they gave their keys: one notice for each.</summary>
internal sealed class KeyReminders(ProviderKeyStore store, KeyAlarm alarm, KeyTrail trail)
{
    /// <summary>How long before its last day a key is reminded of.</summary>
    private const int DaysAhead = 14;

    public async Task RunAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var today = DateOnly.FromDateTime(now.UtcDateTime);
        foreach (var key in await store.ListDatedAsync(today.AddDays(DaysAhead), cancellationToken))
        {
            var told = await RemindAsync(key, today, cancellationToken);
            if (told != key.ToldOf)
            {
                await store.ChangeAsync(key, current => current with { ToldOf = told }, cancellationToken);
            }
        }
    }

    /// <summary>Says what is due unless it was said already; the answer is what has been said by now.</summary>
    private async Task<string?> RemindAsync(ProviderKey key, DateOnly today, CancellationToken cancellationToken)
    {
        var due = Due(key, today);
        if (due is null || due == key.ToldOf)
        {
            return due ?? key.ToldOf;
        }

        if (key.ExpiresOn is { } end && today > end)
        {
            await trail.RecordAsync(AuditEvents.KeyExpired, AuditActor.System, key, cancellationToken: cancellationToken);
            await alarm.ExpiredAsync(key, cancellationToken);
        }
        else if (key.ExpiresOn is { } last && today >= last.AddDays(-DaysAhead))
        {
            await alarm.ExpiresSoonAsync(key, last, cancellationToken);
        }
        else
        {
            await alarm.RotationDueAsync(key, key.RotateAfter!.Value, cancellationToken);
        }

        return due;
    }

    private static string? Due(ProviderKey key, DateOnly today) => key switch
    {
        { ExpiresOn: { } end } when today > end => $"expired:{end:yyyy-MM-dd}",
        { ExpiresOn: { } end } when today >= end.AddDays(-DaysAhead) => $"expires:{end:yyyy-MM-dd}",
        { RotateAfter: { } rotate } when today >= rotate => $"rotate:{rotate:yyyy-MM-dd}",
        _ => null,
    };
}
