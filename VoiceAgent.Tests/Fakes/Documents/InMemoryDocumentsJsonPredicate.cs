using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Core.Storage;

namespace VoiceAgent.Tests.Fakes.Documents;

/// <summary>The meaning of <see cref="DocumentPredicate"/>, in its plainest form.</summary>
internal static class JsonPredicate
{
    /// <summary>Nulls first, numbers by value, texts by code point.</summary>
    public static IComparer<object?> Order { get; } = Comparer<object?>.Create(Compare);

    public static bool Matches(JsonObject json, DocumentPredicate predicate) => predicate switch
    {
        DocumentPredicate.Constant constant => constant.Value,
        DocumentPredicate.And both => Matches(json, both.Left) && Matches(json, both.Right),
        DocumentPredicate.Or either => Matches(json, either.Left) || Matches(json, either.Right),
        DocumentPredicate.Not not => !Matches(json, not.Inner),
        DocumentPredicate.In any => any.Values.Any(value => Compare(value, Read(json, any.Path)) == 0),
        DocumentPredicate.StartsWith start => Read(json, start.Path) is string text && text.StartsWith(start.Prefix, StringComparison.Ordinal),
        DocumentPredicate.Compare compare => Matches(Read(json, compare.Path), compare.Comparison, compare.Value),
        _ => throw new UnreachableException(),
    };

    /// <summary>The JSON scalar at the path; null when it is missing.</summary>
    public static object? Read(JsonObject json, DocumentPath path)
    {
        var node = path.Text.Split('.').Aggregate((JsonNode?)json, (current, name) => (current as JsonObject)?[name]);
        return node?.GetValueKind() switch
        {
            null or JsonValueKind.Null => null,
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            JsonValueKind.String => node.GetValue<string>(),
            JsonValueKind.Number => long.TryParse(node.ToJsonString(), out var whole) ? (object)whole : double.Parse(node.ToJsonString()),
            _ => node.ToJsonString(),
        };
    }

    private static bool Matches(object? stored, DocumentComparison comparison, object? value) => comparison switch
    {
        DocumentComparison.Equal => Compare(stored, value) == 0,
        DocumentComparison.NotEqual => Compare(stored, value) != 0,
        _ when stored is null || value is null => false,
        DocumentComparison.LessThan => Compare(stored, value) < 0,
        DocumentComparison.LessThanOrEqual => Compare(stored, value) <= 0,
        DocumentComparison.GreaterThan => Compare(stored, value) > 0,
        DocumentComparison.GreaterThanOrEqual => Compare(stored, value) >= 0,
        _ => throw new UnreachableException(),
    };

    private static int Compare(object? left, object? right) => (left, right) switch
    {
        (null, null) => 0,
        (null, _) => -1,
        (_, null) => 1,
        (string a, string b) => Encoding.UTF8.GetBytes(a).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(b)),
        (bool a, bool b) => a.CompareTo(b),
        (long a, long b) => a.CompareTo(b),
        _ => Convert.ToDouble(left).CompareTo(Convert.ToDouble(right)),
    };
}
