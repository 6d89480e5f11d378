using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Audit;

/// <summary>
/// Keeps the chains in storage. The unique (chain, sequence) decides between writers; who comes second reads the new head and tries
/// again. Writers of this process queue up per stripe of chains, so that only other processes are left to lose against.
/// </summary>
internal sealed class AuditTrail(IDocuments<AuditEntry> documents, TimeProvider time) : IAuditTrail, IDisposable
{
    private const int Stripes = 16;
    private const int MaxAttempts = 100;
    private const int PageSize = 500;
    private const int MaxDetailLength = 300;
    private const int MaxUserAgentLength = 200;

    private readonly SemaphoreSlim[] _writers = [.. Enumerable.Range(0, Stripes).Select(_ => new SemaphoreSlim(1, 1))];

    public async Task<AuditEntry> RecordAsync(AuditEvent what, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(what);
        var chain = AuditEntry.ChainOf(what.Account);
        var storable = Storable(what);
        var writer = _writers[(uint)chain.GetHashCode(StringComparison.Ordinal) % Stripes];
        await writer.WaitAsync(cancellationToken);
        try
        {
            for (var attempt = 1; ; attempt++)
            {
                if (await TryAppendAsync(chain, storable, cancellationToken) is { } entry)
                {
                    return entry;
                }

                if (attempt == MaxAttempts)
                {
                    throw new StorageException($"The audit trail could not be written: other writers were faster {MaxAttempts} times.");
                }
            }
        }
        finally
        {
            writer.Release();
        }
    }

    public async Task<IReadOnlyList<AuditEntry>> ListAsync(AccountId? account, long? before, int take, CancellationToken cancellationToken)
    {
        var chain = AuditEntry.ChainOf(account);
        var end = before ?? long.MaxValue;
        var query = new DocumentQuery<AuditEntry>
        {
            Where = entry => entry.Chain == chain && entry.Sequence < end,
            OrderBy = entry => entry.Sequence,
            Descending = true,
            Take = take,
        };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    public async Task<AuditVerification> VerifyAsync(AccountId? account, CancellationToken cancellationToken)
    {
        var chain = AuditEntry.ChainOf(account);
        var previous = new byte[AuditEntry.HashSize];
        for (long good = 0; ;)
        {
            var page = await PageAfterAsync(chain, good, cancellationToken);
            foreach (var entry in page)
            {
                if (!Follows(entry, good, previous))
                {
                    return new AuditVerification(good, good + 1);
                }

                good = entry.Sequence;
                previous = entry.Hash;
            }

            if (page.Count < PageSize)
            {
                return new AuditVerification(good, BrokenAt: null);
            }
        }
    }

    public void Dispose() => Array.ForEach(_writers, static writer => writer.Dispose());

    /// <summary>Null when another writer took the place.</summary>
    private async Task<AuditEntry?> TryAppendAsync(string chain, AuditEvent what, CancellationToken cancellationToken)
    {
        var head = new DocumentQuery<AuditEntry>
        {
            Where = entry => entry.Chain == chain,
            OrderBy = entry => entry.Sequence,
            Descending = true,
            Take = 1,
        };
        var last = (await documents.QueryAsync(head, cancellationToken)) is [var found] ? found.Document : null;
        var open = new AuditEntry
        {
            Chain = chain,
            Sequence = (last?.Sequence ?? 0) + 1,
            At = time.GetUtcNow(),
            Event = what,
            Previous = last?.Hash ?? new byte[AuditEntry.HashSize],
            Hash = [],
        };
        var next = open with { Hash = AuditHash.Compute(open) };
        try
        {
            await documents.InsertAsync(next, cancellationToken);
            return next;
        }
        catch (DuplicateDocumentException)
        {
            return null;
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> PageAfterAsync(string chain, long sequence, CancellationToken cancellationToken)
    {
        var query = new DocumentQuery<AuditEntry>
        {
            Where = entry => entry.Chain == chain && entry.Sequence > sequence,
            OrderBy = entry => entry.Sequence,
            Take = PageSize,
        };
        return [.. (await documents.QueryAsync(query, cancellationToken)).Select(stored => stored.Document)];
    }

    private static bool Follows(AuditEntry entry, long sequence, byte[] previous) =>
        entry.Sequence == sequence + 1
        && entry is { Event.Actor: not null, Previous: not null, Hash: not null }
        && entry.Previous.AsSpan().SequenceEqual(previous)
        && entry.Hash.AsSpan().SequenceEqual(AuditHash.Compute(entry));

    /// <summary>Texts as every database keeps them, because they are hashed before they are stored.</summary>
    private static AuditEvent Storable(AuditEvent what) => what with
    {
        Detail = Storable(what.Detail, MaxDetailLength),
        Actor = what.Actor with { UserAgent = Storable(what.Actor.UserAgent, MaxUserAgentLength) },
    };

    private static string? Storable(string? text, int maxLength)
    {
        if (text is null)
        {
            return null;
        }

        var kept = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (kept.Length + rune.Utf16SequenceLength > maxLength)
            {
                break;
            }

            kept.Append(Rune.IsControl(rune) ? " " : rune.ToString());
        }

        return kept.ToString();
    }
}
