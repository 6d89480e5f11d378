namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>Puts writers of one document in a row, without holding a thread. Some documents share a row.</summary>
internal sealed class MongoTurns
{
    private readonly SemaphoreSlim[] _rows = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1, 1))];

    /// <summary>Disposing the result ends the turn.</summary>
    public async Task<IDisposable> WaitAsync(string id, CancellationToken cancellationToken)
    {
        var row = _rows[(uint)string.GetHashCode(id, StringComparison.Ordinal) % (uint)_rows.Length];
        await row.WaitAsync(cancellationToken);
        return new Turn(row);
    }

    private sealed class Turn(SemaphoreSlim row) : IDisposable
    {
        public void Dispose() => row.Release();
    }
}
