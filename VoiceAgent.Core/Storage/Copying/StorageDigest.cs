using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;

namespace VoiceAgent.Core.Storage.Copying;

/// <summary>
/// Number and SHA-256 of a collection's documents in the order of their ids, alike for databases that write the same JSON differently.
/// Documents that expire before <paramref name="horizon"/> are left out: a database may have deleted them already.
/// </summary>
internal sealed class StorageDigest(RegisteredCollection collection, DateTimeOffset horizon) : IDisposable
{
    private static readonly JsonWriterOptions Format = new() { Encoder = DocumentJson.Options.Encoder };

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly ArrayBufferWriter<byte> _buffer = new();

    public long Count { get; private set; }

    public void Add(ArchivedDocument document)
    {
        using var json = JsonDocument.Parse(document.Json);
        if (IsLeftOut(json.RootElement))
        {
            return;
        }

        _buffer.ResetWrittenCount();
        using (var writer = new Utf8JsonWriter(_buffer, Format))
        {
            writer.WriteStartArray();
            writer.WriteStringValue(StorableText.Of(document.Id));
            writer.WriteNumberValue(document.Version);
            writer.WriteNumberValue(document.Schema);
            Write(writer, json.RootElement);
            writer.WriteEndArray();
        }

        _hash.AppendData(_buffer.WrittenSpan);
        _hash.AppendData("\n"u8);
        Count++;
    }

    public string Finish() => Convert.ToHexStringLower(_hash.GetHashAndReset());

    public void Dispose() => _hash.Dispose();

    /// <summary>The document alone, for comparing two of the same id.</summary>
    public static string Of(RegisteredCollection collection, ArchivedDocument document)
    {
        using var digest = new StorageDigest(collection, DateTimeOffset.MinValue);
        digest.Add(document);
        return digest.Finish();
    }

    /// <summary>Whether the document expires before the moment.</summary>
    public static bool HasExpired(RegisteredCollection collection, ArchivedDocument document, DateTimeOffset moment)
    {
        if (collection.Expiry is null)
        {
            return false;
        }

        using var json = JsonDocument.Parse(document.Json);
        return HasExpired(json.RootElement, collection.Expiry, moment);
    }

    private bool IsLeftOut(JsonElement json) => collection.Expiry is { } expiry && HasExpired(json, expiry, horizon);

    private static bool HasExpired(JsonElement json, DocumentPath expiry, DateTimeOffset moment)
    {
        foreach (var name in expiry.Text.Split('.'))
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return false;
            }
        }

        return json.ValueKind == JsonValueKind.String && json.TryGetDateTimeOffset(out var expires) && expires <= moment;
    }

    private static void Write(Utf8JsonWriter writer, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var property in json.EnumerateObject())
                {
                    writer.WritePropertyName(property.Name);
                    Write(writer, property.Value);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in json.EnumerateArray())
                {
                    Write(writer, item);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.Number:
                writer.WriteStringValue(Number(json.GetRawText()));
                break;
            default:
                json.WriteTo(writer);
                break;
        }
    }

    /// <summary>1e2, 100 and 100.0 are one number.</summary>
    private static string Number(string text) => decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var exact) && exact != 0
        ? exact.ToString("G29", CultureInfo.InvariantCulture)
        : double.Parse(text, CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}
