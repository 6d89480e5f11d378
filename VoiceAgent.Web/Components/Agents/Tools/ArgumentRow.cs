using System.Text.Json;
using System.Text.Json.Nodes;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>One argument of a tool as the simple table shows it.</summary>
public sealed class ArgumentRow
{
    public static readonly IReadOnlyList<string> Types = ["string", "integer", "number", "boolean"];

    public string? Name { get; set; }

    public string Type { get; set; } = "string";

    public string? Meaning { get; set; }

    public bool IsRequired { get; set; } = true;

    /// <summary>The rows of a schema; null when it says more than the table can show.</summary>
    public static List<ArgumentRow>? From(string schema)
    {
        try
        {
            var root = JsonNode.Parse(schema)!.AsObject();
            var properties = root["properties"] as JsonObject ?? [];
            var required = (root["required"] as JsonArray)?.Select(item => item!.GetValue<string>()).ToHashSet(StringComparer.Ordinal) ?? [];
            var rows = properties.Select(property => new ArgumentRow
            {
                Name = property.Key,
                Type = property.Value!["type"]!.GetValue<string>(),
                Meaning = property.Value["description"]?.GetValue<string>(),
                IsRequired = required.Contains(property.Key),
            }).ToList();
            return JsonNode.DeepEquals(JsonNode.Parse(Schema(rows)), root) ? rows : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or NullReferenceException)
        {
            return null;
        }
    }

    /// <summary>The schema that the rows mean. Rows without a name are left out.</summary>
    public static string Schema(IEnumerable<ArgumentRow> rows)
    {
        var named = rows.Where(row => !string.IsNullOrWhiteSpace(row.Name)).DistinctBy(row => row.Name!.Trim()).ToList();
        var schema = new JsonObject
        {
            ["type"] = "object",
            ["properties"] = new JsonObject(named.Select(row => KeyValuePair.Create(row.Name!.Trim(), (JsonNode?)Property(row)))),
            ["required"] = new JsonArray([.. named.Where(row => row.IsRequired).Select(row => (JsonNode?)row.Name!.Trim())]),
            ["additionalProperties"] = false,
        };
        return schema.ToJsonString();
    }

    private static JsonObject Property(ArgumentRow row)
    {
        var property = new JsonObject { ["type"] = row.Type };
        if (!string.IsNullOrWhiteSpace(row.Meaning))
        {
            property["description"] = row.Meaning.Trim();
        }

        return property;
    }
}
