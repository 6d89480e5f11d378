namespace VoiceAgent.Core.Storage.Copying;

/// <summary>A collection of this application. Each that is made available with AddDocuments is one, so that none can be forgotten.</summary>
public abstract class RegisteredCollection
{
    public abstract string Name { get; }

    public abstract int SchemaVersion { get; }

    /// <summary>The record that the documents are JSON of.</summary>
    internal abstract Type DocumentType { get; }

    /// <summary>Where documents say when they expire; null where they do not.</summary>
    internal abstract DocumentPath? Expiry { get; }

    /// <summary>Opens the collection as the server does, which upgrades its documents and makes its indexes.</summary>
    internal abstract Task PrepareAsync(IDocumentStore store, CancellationToken cancellationToken);
}

/// <inheritdoc/>
internal sealed class RegisteredCollection<T>(DocumentCollection<T> collection) : RegisteredCollection
    where T : class
{
    public override string Name => collection.Name;

    public override int SchemaVersion => collection.SchemaVersion;

    internal override Type DocumentType => typeof(T);

    internal override DocumentPath? Expiry { get; } = collection.Expiry is null ? null : DocumentPath.Read(collection.Expiry);

    internal override Task PrepareAsync(IDocumentStore store, CancellationToken cancellationToken) =>
        store.Open(collection).CountAsync(_ => false, cancellationToken);
}
