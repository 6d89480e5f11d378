using System.Buffers;
using System.Diagnostics;
using System.Text;
using System.Text.Json;
using MongoDB.Bson;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Core.Adapters.Mongo;

/// <summary>The way back: the JSON that <see cref="MongoBson"/> was given.</summary>
internal static class MongoJson
{
    private static readonly JsonWriterOptions Format = new() { Encoder = DocumentJson.Options.Encoder };

    public static string Write(BsonDocument body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Format))
        {
            Write(json, body);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter json, BsonValue value)
    {
        switch (value)
        {
            case BsonDocument document:
                json.WriteStartObject();
                foreach (var element in document)
                {
                    json.WritePropertyName(MongoNames.Unescape(element.Name));
                    Write(json, element.Value);
                }

                json.WriteEndObject();
                break;
            case BsonArray array:
                json.WriteStartArray();
                foreach (var item in array)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                WriteScalar(json, value);
                break;
        }
    }

    private static void WriteScalar(Utf8JsonWriter json, BsonValue value)
    {
        switch (value)
        {
            case BsonString text:
                json.WriteStringValue(text.Value);
                break;
            case BsonInt64 whole:
                json.WriteNumberValue(whole.Value);
                break;
            case BsonInt32 whole:
                json.WriteNumberValue(whole.Value);
                break;
            case BsonDouble fraction:
                json.WriteNumberValue(fraction.Value);
                break;
            case BsonDecimal128 exact:
                json.WriteRawValue(exact.Value.ToString());
                break;
            case BsonBoolean flag:
                json.WriteBooleanValue(flag.Value);
                break;
            case BsonBinaryData binary:
                json.WriteBase64StringValue(binary.Bytes);
                break;
            case BsonNull:
                json.WriteNullValue();
                break;
            default:
                throw new UnreachableException($"A stored document cannot hold a value of the BSON type {value.BsonType}.");
        }
    }
}
