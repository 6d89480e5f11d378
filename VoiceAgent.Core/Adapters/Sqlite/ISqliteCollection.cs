namespace VoiceAgent.Core.Adapters.Sqlite;

/// <summary>What the store asks of an open collection whatever its document type.</summary>
internal interface ISqliteCollection
{
    /// <summary>Deletes expired documents and tells how many.</summary>
    Task<long> SweepAsync(CancellationToken cancellationToken);
}
