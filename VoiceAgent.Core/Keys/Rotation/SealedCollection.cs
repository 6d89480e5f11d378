using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Keys.Rotation;

/// <summary>The sealed documents of one collection, by their declaration.</summary>
internal sealed class SealedCollection<T>(SealedDocuments<T> declaration, IDocuments<T> documents, KeyVault vault) : ISealedCollection
    where T : class
{
    public string Name => declaration.Collection.Name;

    public Type DocumentType => typeof(T);

    public Task<long> CountAsync(string rootKeyId, CancellationToken cancellationToken) =>
        documents.CountAsync(declaration.SealedBy(rootKeyId), cancellationToken);

    public async Task<RewrapCounts> RewrapAsync(string rootKeyId, int skip, int take, CancellationToken cancellationToken)
    {
        if (!vault.Has(rootKeyId))
        {
            throw new ArgumentException("The root key is not loaded, so whether a document opens cannot be judged.", nameof(rootKeyId));
        }

        var query = new DocumentQuery<T> { Where = declaration.SealedBy(rootKeyId), Skip = skip, Take = take };
        var found = await documents.QueryAsync(query, cancellationToken);

        // All at once, so that the store can write them together.
        var outcomes = await Task.WhenAll(found.Select(stored => RewrapAsync(stored, cancellationToken)));
        return outcomes.Aggregate(default(RewrapCounts), (sum, outcome) => sum + outcome);
    }

    public async Task<VerifyCounts> VerifyAsync(int skip, int take, CancellationToken cancellationToken)
    {
        var found = await documents.QueryAsync(new DocumentQuery<T> { Where = document => true, Skip = skip, Take = take }, cancellationToken);
        return found.Aggregate(default(VerifyCounts), (sum, stored) => sum + Verify(stored.Document));
    }

    private async Task<RewrapCounts> RewrapAsync(Stored<T> stored, CancellationToken cancellationToken)
    {
        var resealed = declaration.Reseal(vault, stored.Document);
        var next = resealed ?? declaration.MarkUnreadable(stored.Document);
        if (!ReferenceEquals(next, stored.Document) && !await documents.ReplaceAsync(next, stored.Version, cancellationToken))
        {
            return new RewrapCounts(0, 0, 1);
        }

        return resealed is null ? new RewrapCounts(0, 1, 0) : new RewrapCounts(1, 0, 0);
    }

    private VerifyCounts Verify(T document)
    {
        var resealed = declaration.Reseal(vault, document);
        return resealed is null ? new VerifyCounts(0, 1, 0)
            : ReferenceEquals(resealed, document) ? new VerifyCounts(0, 0, 1)
            : new VerifyCounts(1, 0, 0);
    }
}
