using System.Runtime.CompilerServices;
using System.Text.Json;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>A file that mongoexport wrote: one document per line, an array (<c>--jsonArray</c>), or a single document.</summary>
internal sealed class JsonLegacyStore : ILegacyStore
{
    public bool Handles(string source) => !source.Contains("://", StringComparison.Ordinal);

    public async IAsyncEnumerable<LegacyDocument> ReadAsync(
        string source, IReadOnlyList<string> collections, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (collections.Count > 1)
        {
            throw new LegacyImportException("A file holds one collection: name at most one with --collection.");
        }

        var collection = collections is [var named] ? named : Path.GetFileNameWithoutExtension(source);
        var content = await ReadFileAsync(source, cancellationToken);
        var position = content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]) ? 3 : 0;
        while (ReadNext(content, ref position) is { } value)
        {
            foreach (var document in Documents(value))
            {
                yield return new LegacyDocument(collection, document);
            }
        }
    }

    private static async Task<byte[]> ReadFileAsync(string source, CancellationToken cancellationToken)
    {
        try
        {
            return await File.ReadAllBytesAsync(source, cancellationToken);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new LegacyImportException($"The file {source} cannot be read: {failure.Message}", failure);
        }
    }

    private static JsonElement? ReadNext(byte[] content, ref int position)
    {
        var rest = content.AsSpan(position);
        if (rest.Trim(" \t\r\n"u8).IsEmpty)
        {
            return null;
        }

        try
        {
            // A fresh reader for each value: it stops behind the value, whatever follows on the next line.
            var reader = new Utf8JsonReader(rest, new JsonReaderOptions { AllowMultipleValues = true });
            reader.Read();
            var value = JsonElement.ParseValue(ref reader);
            position += (int)reader.BytesConsumed;
            return value;
        }
        catch (JsonException broken)
        {
            // Not the reader's own message: it may repeat a piece of the file.
            var line = content.AsSpan(0, position).Count((byte)'\n') + 1 + broken.LineNumber;
            throw new LegacyImportException($"The file is not JSON as mongoexport writes it: see line {line}.");
        }
    }

    private static IEnumerable<JsonElement> Documents(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Array => value.EnumerateArray().SelectMany(Documents),
        JsonValueKind.Object => [value],
        _ => throw new LegacyImportException("The file holds something else than documents: each has to be a JSON object."),
    };
}
