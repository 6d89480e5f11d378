using System.Linq.Expressions;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Documents;

/// <summary>Lets something else happen once, right before the first replacement is written.</summary>
public class InterferedDocuments<T>(IDocuments<T> inner, Func<Task> beforeReplace) : IDocuments<T>
    where T : class
{
    private bool _happened;

    public Task<Stored<T>?> FindAsync(string id, CancellationToken cancellationToken) => inner.FindAsync(id, cancellationToken);

    public Task<IReadOnlyList<Stored<T>>> QueryAsync(DocumentQuery<T> query, CancellationToken cancellationToken) =>
        inner.QueryAsync(query, cancellationToken);

    public Task<long> CountAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken) => inner.CountAsync(where, cancellationToken);

    public Task InsertAsync(T document, CancellationToken cancellationToken) => inner.InsertAsync(document, cancellationToken);

    public virtual async Task<bool> ReplaceAsync(T document, long expectedVersion, CancellationToken cancellationToken)
    {
        if (!_happened)
        {
            _happened = true;
            await beforeReplace();
        }

        return await inner.ReplaceAsync(document, expectedVersion, cancellationToken);
    }

    public Task<T?> UpdateAsync(string id, Func<T, T> change, CancellationToken cancellationToken) => inner.UpdateAsync(id, change, cancellationToken);

    public Task<bool> DeleteAsync(string id, CancellationToken cancellationToken) => inner.DeleteAsync(id, cancellationToken);

    public Task<long> DeleteWhereAsync(Expression<Func<T, bool>> where, CancellationToken cancellationToken) =>
        inner.DeleteWhereAsync(where, cancellationToken);
}
