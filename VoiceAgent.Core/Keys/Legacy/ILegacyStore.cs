using System.Text.Json;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>Where the earlier system's documents are read from: an export or its live database. Only ever reads.</summary>
internal interface ILegacyStore
{
    /// <summary>Whether the text names a store of this kind.</summary>
    bool Handles(string source);

    /// <summary>
    /// Every document of the collections, as extended JSON. Throws <see cref="LegacyImportException"/> when the store cannot be read; its
    /// message holds no password and nothing of a document.
    /// </summary>
    /// <param name="source">File name or connection string.</param>
    /// <param name="collections">Their names; none: the usual ones that exist, or the file's own.</param>
    IAsyncEnumerable<LegacyDocument> ReadAsync(string source, IReadOnlyList<string> collections, CancellationToken cancellationToken);
}

/// <summary>A document of the earlier system.</summary>
internal sealed class LegacyDocument(string collection, JsonElement body)
{
    public string Collection => collection;

    /// <summary>An object in MongoDB's extended JSON, relaxed or canonical.</summary>
    public JsonElement Body => body;

    public override string ToString() => $"document of {Collection} (hidden)";
}
