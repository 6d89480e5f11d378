using System.Globalization;
using System.Text;
using System.Text.Json;

namespace VoiceAgent.Core.Keys.Legacy;

/// <summary>
/// Values of MongoDB's extended JSON (v2, relaxed and canonical; v1 dates too):
/// <c>{"$oid":"65a0…"}</c>, <c>{"$date":"2024-05-01T10:00:00Z"}</c>, <c>{"$date":{"$numberLong":"1714557600000"}}</c>,
/// <c>{"$binary":{"base64":"Z0FB…","subType":"00"}}</c>.
/// </summary>
internal static class ExtendedJson
{
    /// <summary>An id as text: the digits of an object id, a number's digits, a text as it is; anything else as its JSON.</summary>
    public static string Id(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => value.GetString() ?? string.Empty,
        JsonValueKind.Object when Single(value) is ("$oid" or "$numberLong" or "$numberInt" or "$uuid", { ValueKind: JsonValueKind.String } inner) => inner.GetString() ?? string.Empty,
        JsonValueKind.Undefined => string.Empty,
        _ => value.GetRawText(),
    };

    /// <summary>Stands for a value that is no text; it is neither blank nor a token.</summary>
    public const string NotText = "\uFFFD";

    /// <summary>
    /// A text, or the text that binary data holds (drivers store a token's bytes so); null for null; <see cref="NotText"/> for any other value.
    /// </summary>
    public static string? Text(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String:
                return value.GetString();
            case JsonValueKind.Null or JsonValueKind.Undefined:
                return null;
            case JsonValueKind.Object when Single(value) is ("$binary", { ValueKind: JsonValueKind.Object } binary)
                && binary.TryGetProperty("base64", out var content) && content.ValueKind is JsonValueKind.String && content.TryGetBytesFromBase64(out var bytes)
                && Ascii.IsValid(bytes):
                return Encoding.ASCII.GetString(bytes);
            default:
                return NotText;
        }
    }

    /// <summary>A moment in any of the forms, or null.</summary>
    public static DateTimeOffset? Moment(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.String => DateTimeOffset.TryParse(value.GetString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment) ? moment : null,
        JsonValueKind.Number when value.TryGetDouble(out var number) => FromNumber(number),
        JsonValueKind.Object when Single(value) is ("$date", var inner) => inner.ValueKind is JsonValueKind.Number && inner.TryGetInt64(out var milliseconds)
            ? FromMilliseconds(milliseconds)
            : Moment(inner),
        JsonValueKind.Object when Single(value) is ("$numberLong", { ValueKind: JsonValueKind.String } inner)
            && long.TryParse(inner.GetString(), CultureInfo.InvariantCulture, out var milliseconds) => FromMilliseconds(milliseconds),
        _ => null,
    };

    /// <summary>Whether a mark such as <c>is_active</c> says no; anything unclear is a yes.</summary>
    public static bool IsNo(JsonElement value) => value.ValueKind is JsonValueKind.False || (value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number == 0);

    private static (string Name, JsonElement Value) Single(JsonElement value)
    {
        var members = value.EnumerateObject();
        return members.MoveNext() && members.Current is var member && !members.MoveNext() ? (member.Name, member.Value) : (string.Empty, default);
    }

    /// <summary>Seconds or milliseconds since 1970: what lies before 1973 as milliseconds is taken for seconds.</summary>
    private static DateTimeOffset? FromNumber(double number) =>
        double.IsFinite(number) && Math.Abs(number) < 1e15 ? FromMilliseconds((long)(Math.Abs(number) < 1e11 ? number * 1000 : number)) : null;

    private static DateTimeOffset? FromMilliseconds(long milliseconds) =>
        milliseconds >= DateTimeOffset.MinValue.ToUnixTimeMilliseconds() && milliseconds <= DateTimeOffset.MaxValue.ToUnixTimeMilliseconds()
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : null;
}
