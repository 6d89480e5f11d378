using System.Buffers;
using System.Buffers.Text;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace VoiceAgent.Core.Keys.Roots;

/// <summary>
/// The text of a root key file, read strictly, because a key that is cut short or read leniently fails later and far away:
/// <code>{ "active": "2026-11", "keys": [ { "kid": "2026-11", "key": "(base64 of 32 bytes)", "created": "2026-11-01T00:00:00Z" } ] }</code>
/// </summary>
internal static class RootKeyFileFormat
{
    public const int MaxFileSize = 64 * 1024;

    private const int EncodedKeySize = 44;

    /// <summary>The default would write the plus signs of base64 as escapes, which is no longer canonical base64.</summary>
    private static readonly JsonWriterOptions Format = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Large enough that the stream does not grow, which would leave a copy of a key behind.</summary>
    private const int InitialSize = 1024;

    /// <summary>The ring, or what is wrong with the text as the end of a sentence. Names no part of a key.</summary>
    public static (RootKeyRing? Ring, string? Problem) Parse(ReadOnlyMemory<byte> text)
    {
        var keys = new List<RootKey>();
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 8 });
            var problem = ReadKeys(document.RootElement, keys, out var active);
            if (problem is null)
            {
                return (new RootKeyRing(keys, active), null);
            }

            Discard(keys);
            return (null, problem);
        }
        catch (JsonException)
        {
            Discard(keys);
            return (null, "it is not complete JSON");
        }
    }

    /// <summary>As <see cref="Parse"/>, of one key as <c>id:key</c>.</summary>
    public static (RootKeyRing? Ring, string? Problem) ParsePair(ReadOnlySpan<byte> text)
    {
        var colon = text.IndexOf((byte)':');
        var id = colon is > 0 and <= RootKey.MaxIdLength ? Encoding.ASCII.GetString(text[..colon]) : null;
        if (!IsId(id))
        {
            return (null, "it is neither the text of a key file nor id:key");
        }

        return ReadKey(id!, text[(colon + 1)..]) is { } key
            ? (new RootKeyRing([key], key.Id), null)
            : (null, NotAKey(id!));
    }

    /// <summary>The text of a file with one new random key.</summary>
    public static byte[] Generate(DateTimeOffset now) => Add(ReadOnlyMemory<byte>.Empty, now.ToString("yyyy-MM"), now);

    /// <summary>
    /// The text of a file with one more random key; its own members and keys stay as they are, and so does the active one. Without
    /// <paramref name="existing"/> the new key is the active one.
    /// </summary>
    /// <param name="existing">A text that <see cref="Parse"/> accepts, or nothing.</param>
    public static byte[] Add(ReadOnlyMemory<byte> existing, string id, DateTimeOffset now)
    {
        using var stream = new MemoryStream(InitialSize + existing.Length);
        using (var writer = new Utf8JsonWriter(stream, Format))
        {
            writer.WriteStartObject();
            if (existing.IsEmpty)
            {
                writer.WriteString("active", id);
                writer.WriteStartArray("keys");
            }
            else
            {
                CopyUpToEndOfKeys(existing, writer);
            }

            WriteNewKey(writer, id, now);
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        var text = stream.ToArray();
        CryptographicOperations.ZeroMemory(stream.GetBuffer());
        return text;
    }

    public static bool IsId(string? id) =>
        id is { Length: > 0 and <= RootKey.MaxIdLength } && id.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_');

    private static void CopyUpToEndOfKeys(ReadOnlyMemory<byte> existing, Utf8JsonWriter writer)
    {
        using var document = JsonDocument.Parse(existing);
        foreach (var member in document.RootElement.EnumerateObject().Where(member => member.Name != "keys"))
        {
            member.WriteTo(writer);
        }

        writer.WriteStartArray("keys");
        foreach (var key in document.RootElement.GetProperty("keys").EnumerateArray())
        {
            key.WriteTo(writer);
        }
    }

    private static void WriteNewKey(Utf8JsonWriter writer, string id, DateTimeOffset now)
    {
        Span<byte> root = stackalloc byte[RootKey.Size];
        RandomNumberGenerator.Fill(root);
        writer.WriteStartObject();
        writer.WriteString("kid", id);
        writer.WriteBase64String("key", root);
        writer.WriteString("created", now);
        writer.WriteEndObject();
        CryptographicOperations.ZeroMemory(root);
    }

    private static string? ReadKeys(JsonElement file, List<RootKey> keys, out string active)
    {
        active = Text(file, "active") ?? string.Empty;
        if (file.ValueKind is not JsonValueKind.Object || !file.TryGetProperty("keys", out var list) || list.ValueKind is not JsonValueKind.Array)
        {
            return "it has no list \"keys\"";
        }

        foreach (var item in list.EnumerateArray())
        {
            var id = Text(item, "kid");
            if (!IsId(id))
            {
                return $"a key has no \"kid\" of 1 to {RootKey.MaxIdLength} letters, digits, dots, dashes and underscores";
            }

            if (keys.Exists(key => string.Equals(key.Id, id, StringComparison.Ordinal)))
            {
                return $"the key \"{id}\" is there twice";
            }

            if (ReadKey(id!, item) is not { } key)
            {
                return NotAKey(id!);
            }

            keys.Add(key);
        }

        var named = active;
        return keys.Exists(key => string.Equals(key.Id, named, StringComparison.Ordinal))
            ? null
            : "\"active\" does not name one of its keys";
    }

    private static RootKey? ReadKey(string id, JsonElement item)
    {
        if (!item.TryGetProperty("key", out var value) || value.ValueKind is not JsonValueKind.String)
        {
            return null;
        }

        return ReadKey(id, JsonMarshal.GetRawUtf8Value(value)[1..^1]);
    }

    private static string NotAKey(string id) => $"the key \"{id}\" is not the base64, or the hexadecimal digits, of exactly {RootKey.Size} bytes";

    private static RootKey? ReadKey(string id, ReadOnlySpan<byte> encoded)
    {
        Span<byte> root = stackalloc byte[RootKey.Size];
        try
        {
            return TryDecode(encoded, root) ? new RootKey(id, root) : null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(root);
        }
    }

    /// <summary>Only 64 hexadecimal digits or the one canonical base64 text of 32 bytes: no white space, no missing padding, no stray trailing bits.</summary>
    private static bool TryDecode(ReadOnlySpan<byte> encoded, Span<byte> root)
    {
        if (encoded.Length == 2 * RootKey.Size)
        {
            return Convert.FromHexString(encoded, root, out _, out _) is OperationStatus.Done;
        }

        if (encoded.Length != EncodedKeySize
            || Base64.DecodeFromUtf8(encoded, root, out _, out var written) is not OperationStatus.Done
            || written != RootKey.Size)
        {
            return false;
        }

        Span<byte> again = stackalloc byte[EncodedKeySize];
        Base64.EncodeToUtf8(root, again, out _, out _);
        var same = again.SequenceEqual(encoded);
        CryptographicOperations.ZeroMemory(again);
        return same;
    }

    private static string? Text(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String
            ? value.GetString()
            : null;

    private static void Discard(List<RootKey> keys)
    {
        foreach (var key in keys)
        {
            key.Dispose();
        }
    }
}
