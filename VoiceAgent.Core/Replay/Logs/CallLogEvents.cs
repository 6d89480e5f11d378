using System.Buffers;
using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Core.Replay.Logs;

/// <summary>
/// The packed form of a call's events, version 1: a JSON array of objects, each with the time <c>t</c> in ticks and the event <c>e</c>, whose
/// kind is <c>$</c>; compressed with Brotli, in Base64. Values that are nothing, false or zero are left out.
/// </summary>
public static class CallLogEvents
{
    // No log that was written is larger; what claims to be is not one.
    private const int LargestJson = 64 * 1024 * 1024;

    // The fastest, over 64 KB: with the usual window each call would take megabytes from the system and leave them in pieces.
    private const int Quality = 1;
    private const int Window = 16;

    private static readonly JsonSerializerOptions Options = CreateOptions();

    /// <summary>Packs the events.</summary>
    public static string Pack(IReadOnlyList<LoggedEvent> events) => Pack([], events);

    /// <summary>Packs all events of a call of which some were compressed before.</summary>
    /// <param name="before">What <see cref="Compress"/> gave, in order.</param>
    /// <param name="events">The events after those.</param>
    public static string Pack(IReadOnlyList<byte[]> before, IReadOnlyList<LoggedEvent> events)
    {
        ArgumentNullException.ThrowIfNull(before);
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            // Each list without its brackets, within one pair of them.
            var isFirst = true;
            brotli.Write("["u8);
            foreach (var block in before.Select(Decompress).Append(Json(events)).Where(block => block.Length > 2))
            {
                brotli.Write(isFirst ? [] : ","u8);
                brotli.Write(block.AsSpan(1, block.Length - 2));
                isFirst = false;
            }

            brotli.Write("]"u8);
        }

        return Convert.ToBase64String(packed.GetBuffer().AsSpan(0, (int)packed.Length));
    }

    /// <summary>Makes events of a call that goes on small.</summary>
    public static byte[] Compress(IReadOnlyList<LoggedEvent> events)
    {
        var json = Json(events);
        var compressed = ArrayPool<byte>.Shared.Rent(BrotliEncoder.GetMaxCompressedLength(json.Length));
        try
        {
            return BrotliEncoder.TryCompress(json, compressed, out var length, Quality, Window)
                ? compressed.AsSpan(0, length).ToArray()
                : throw new InvalidOperationException("The buffer has room for the longest result.");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(compressed);
        }
    }

    /// <summary>Unpacks the events. Throws <see cref="CallLogException"/> when the log is not readable.</summary>
    public static IReadOnlyList<LoggedEvent> Unpack(CallLog log)
    {
        ArgumentNullException.ThrowIfNull(log);
        if (log.Version != CallLog.CurrentVersion)
        {
            throw new CallLogException("The log of this call was written by another version of VoiceAgent and cannot be replayed by this one.");
        }

        try
        {
            using var packed = new BrotliStream(new MemoryStream(Convert.FromBase64String(log.Events)), CompressionMode.Decompress);
            using var json = new MemoryStream();
            Copy(packed, json);
            json.Position = 0;
            return [.. JsonSerializer.Deserialize<List<Line>>(json, Options)!.Select(line => new LoggedEvent(line.At, line.Happened))];
        }
        catch (Exception unreadable) when (unreadable is FormatException or InvalidDataException or JsonException or NotSupportedException or InvalidOperationException)
        {
            throw new CallLogException("The log of this call is damaged and cannot be replayed.");
        }
    }

    private static byte[] Json(IReadOnlyList<LoggedEvent> events) => JsonSerializer.SerializeToUtf8Bytes(events.Select(one => new Line(one.At, one.Happened)), Options);

    private static byte[] Decompress(byte[] block)
    {
        using var brotli = new BrotliStream(new MemoryStream(block), CompressionMode.Decompress);
        using var json = new MemoryStream();
        brotli.CopyTo(json);
        return json.ToArray();
    }

    private static void Copy(Stream from, MemoryStream to)
    {
        var buffer = new byte[16 * 1024];
        for (var read = from.Read(buffer); read > 0; read = from.Read(buffer))
        {
            to.Write(buffer, 0, read);
            if (to.Length > LargestJson)
            {
                throw new InvalidDataException();
            }
        }
    }

    private static JsonSerializerOptions CreateOptions()
    {
        var options = new JsonSerializerOptions
        {
            PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
            DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,

            // What has the value of nothing is left out, also where it has to be given in code.
            TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { RequireNothing, TellKind } },
            Converters = { new TicksJsonConverter(), new JsonStringEnumConverter() },
        };
        options.MakeReadOnly();
        return options;
    }

    private static void RequireNothing(JsonTypeInfo type)
    {
        foreach (var property in type.Properties)
        {
            property.IsRequired = false;
        }
    }

    /// <summary>The kinds of a record that are nested in it; one that is added later needs no change here.</summary>
    private static void TellKind(JsonTypeInfo type)
    {
        if (type.Kind is not JsonTypeInfoKind.Object || !type.Type.IsAbstract)
        {
            return;
        }

        type.PolymorphismOptions = new JsonPolymorphismOptions { TypeDiscriminatorPropertyName = "$" };
        foreach (var kind in type.Type.GetNestedTypes().Where(nested => nested.IsSubclassOf(type.Type)))
        {
            type.PolymorphismOptions.DerivedTypes.Add(new JsonDerivedType(kind, kind.Name));
        }
    }

    private sealed record Line(
        [property: JsonPropertyName("t")] TimeSpan At,
        [property: JsonPropertyName("e")] ConversationEvent Happened);
}
