namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>Opens every sealed secret in storage and reports counts, never a value: the drill after a restore, and before a root key is thrown away.</summary>
public sealed class VaultCheck
{
    private const int BatchSize = 500;

    private readonly VaultAccess _access;
    private readonly IReadOnlyList<ISealedCollection> _collections;

    internal VaultCheck(VaultAccess access, IEnumerable<ISealedCollection> collections)
    {
        _access = access;
        _collections = [.. collections];
    }

    /// <summary>Throws <see cref="VaultLockedException"/> when the vault cannot be opened here.</summary>
    /// <param name="progress">Called after each batch with the number of documents looked at.</param>
    public async Task<VerifyReport> RunAsync(Func<long, Task> progress, CancellationToken cancellationToken)
    {
        await _access.OpenForReadingAsync(cancellationToken);
        var done = 0L;
        var reports = new List<VerifiedCollection>();
        foreach (var collection in _collections)
        {
            var counts = default(VerifyCounts);
            VerifyCounts batch;
            do
            {
                batch = await collection.VerifyAsync((int)counts.Total, BatchSize, cancellationToken);
                counts += batch;
                await progress(done += batch.Total);
            }
            while (batch.Total == BatchSize);

            reports.Add(new VerifiedCollection(collection.Name, counts.Opened, counts.Unreadable, counts.WithoutSecret));
        }

        return new VerifyReport(reports);
    }
}

/// <summary>What a check found.</summary>
public sealed record VerifyReport(IReadOnlyList<VerifiedCollection> Collections)
{
    public long Opened => Collections.Sum(collection => collection.Opened);

    public long Unreadable => Collections.Sum(collection => collection.Unreadable);
}

/// <summary>What a check found in one collection: documents of which every secret opened, of which one did not, and without any.</summary>
public sealed record VerifiedCollection(string Name, long Opened, long Unreadable, long WithoutSecret);
