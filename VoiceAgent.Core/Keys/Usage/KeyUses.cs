using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Usage;

/// <summary>Which calls used which keys.</summary>
public interface IKeyUses
{
    /// <summary>
    /// Takes note at once; it is written in the background, away from the call. With very many calls at once a use may be lost, which
    /// costs a count and nothing else.
    /// </summary>
    void Record(AccountId account, CallId call, IReadOnlyList<ProviderName> providers);

    /// <summary>The account's uses of each provider on the last day that had any, newest first.</summary>
    Task<IReadOnlyList<KeyUse>> ListLastAsync(AccountId account, CancellationToken cancellationToken);
}

/// <summary>Counts per key and day, and one entry of the audit trail for each call.</summary>
internal sealed class KeyUses(IDocuments<KeyUse> documents, IAuditTrail audit, TimeProvider time, ILogger<KeyUses> logger) : BackgroundService, IKeyUses
{
    private const int Capacity = 10_000;
    private static readonly TimeSpan KeptFor = TimeSpan.FromDays(92);

    private readonly Channel<CallKeys> _uses = Channel.CreateBounded<CallKeys>(new BoundedChannelOptions(Capacity) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });

    public void Record(AccountId account, CallId call, IReadOnlyList<ProviderName> providers) =>
        _uses.Writer.TryWrite(new CallKeys(account, call, providers, time.GetUtcNow()));

    public async Task<IReadOnlyList<KeyUse>> ListLastAsync(AccountId account, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<KeyUse> { Where = use => use.AccountId == account, OrderBy = use => use.LastAt, Descending = true };
        var uses = (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document);
        return [.. uses.DistinctBy(use => use.Provider)];
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _uses.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
        while (_uses.Reader.TryRead(out var rest))
        {
            await WriteAsync(rest, cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _uses.Reader.WaitToReadAsync(stoppingToken))
        {
            while (!stoppingToken.IsCancellationRequested && _uses.Reader.TryRead(out var keys))
            {
                await WriteAsync(keys, CancellationToken.None);
            }
        }
    }

    private async Task WriteAsync(CallKeys keys, CancellationToken cancellationToken)
    {
        try
        {
            foreach (var provider in keys.Providers)
            {
                await CountAsync(keys, provider, cancellationToken);
            }

            await audit.RecordAsync(
                new AuditEvent { Account = keys.Account, Name = AuditEvents.KeyUsed, Actor = AuditActor.Of(keys.Call), Detail = string.Join(", ", keys.Providers) },
                cancellationToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            Log.UseNotRecorded(logger, keys.Call, exception.GetType().Name);
        }
    }

    private async Task CountAsync(CallKeys keys, ProviderName provider, CancellationToken cancellationToken)
    {
        var day = DateOnly.FromDateTime(keys.At.UtcDateTime);
        KeyUse OneMore(KeyUse use) => use with { Count = use.Count + 1, LastAt = keys.At, LastCallId = keys.Call };

        var id = KeyUse.IdOf(keys.Account, provider, day);
        if (await documents.UpdateAsync(id, OneMore, cancellationToken) is not null)
        {
            return;
        }

        var first = new KeyUse
        {
            AccountId = keys.Account,
            Provider = provider,
            Day = day,
            Count = 1,
            LastAt = keys.At,
            LastCallId = keys.Call,
            ForgetAt = keys.At + KeptFor,
        };
        try
        {
            await documents.InsertAsync(first, cancellationToken);
        }
        catch (DuplicateDocumentException)
        {
            await documents.UpdateAsync(id, OneMore, cancellationToken);
        }
    }

    private sealed record CallKeys(AccountId Account, CallId Call, IReadOnlyList<ProviderName> Providers, DateTimeOffset At);
}
