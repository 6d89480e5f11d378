using System.Text.Json;
using System.Text.Json.Nodes;

namespace VoiceAgent.Core.Storage;

/// <summary>Turns stored JSON of any schema version up to the code's own into documents.</summary>
internal sealed class StoredDocumentReader<T>(DocumentCollection<T> collection)
    where T : class
{
    /// <summary>
    /// Applies the upgrade steps the document has not been through. Throws <see cref="StorageException"/> for a document of a newer
    /// schema, whose data this code would lose, and for one that cannot be read.
    /// </summary>
    public T Read(string id, int schema, string json)
    {
        ThrowIfNewer(schema);
        try
        {
            var document = schema == collection.SchemaVersion
                ? JsonSerializer.Deserialize<T>(json, DocumentJson.Options)
                : Upgrade(schema, json).Deserialize<T>(DocumentJson.Options);
            return document ?? throw new JsonException("The document is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NotSupportedException or ArgumentException or FormatException)
        {
            throw new StorageException(
                $"The document {id} of the collection {collection.Name} (schema {schema}) cannot be read as schema {collection.SchemaVersion}.",
                exception);
        }
    }

    /// <summary>The collection or document was written by a later release.</summary>
    public void ThrowIfNewer(int schema)
    {
        if (schema > collection.SchemaVersion)
        {
            throw new StorageException(
                $"The collection {collection.Name} was written by a newer release: it has schema {schema}, this release knows "
                + $"{collection.SchemaVersion}. Start the newer release again, or restore the backup made before it.");
        }
    }

    private JsonObject Upgrade(int schema, string json)
    {
        var document = JsonNode.Parse(json)?.AsObject() ?? throw new JsonException("The document is null.");
        foreach (var step in collection.Upgrades.Skip(schema - 1))
        {
            document = step(document);
        }

        return document;
    }
}
