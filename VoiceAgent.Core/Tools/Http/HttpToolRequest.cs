using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace VoiceAgent.Core.Tools.Http;

/// <summary>Makes the request of a tool from its arguments. Pure.</summary>
internal static partial class HttpToolRequest
{
    /// <summary>Host and port that the tool sends to, in lower case; null when its address cannot be read.</summary>
    public static string? HostOf(HttpTool tool) =>
        Uri.TryCreate(Placeholder().Replace(tool.Url, "x"), UriKind.Absolute, out var address) ? $"{address.IdnHost}:{address.Port}" : null;

    /// <summary>Names in braces in the address, the headers and the body.</summary>
    public static IEnumerable<string> PlaceholdersOf(HttpTool tool) =>
        new[] { tool.Url, tool.Body }.Concat(tool.Headers.Select(header => header.Value))
            .SelectMany(text => Placeholder().Matches(text)).Select(match => match.Groups[1].Value).Distinct(StringComparer.Ordinal);

    /// <summary>Null, with what is wrong in words for the model, when an argument cannot stand where it is asked for.</summary>
    public static HttpRequestMessage? Build(HttpTool tool, JsonElement arguments, out string? problem)
    {
        var used = new HashSet<string>(StringComparer.Ordinal);
        string? wrong = null;
        var url = Placeholder().Replace(tool.Url, match =>
        {
            var value = TextOf(arguments, match.Groups[1].Value);
            used.Add(match.Groups[1].Value);
            if (value is "" or "." or "..")
            {
                wrong = $"{match.Groups[1].Value} cannot be {(value.Length == 0 ? "empty" : "dots only")}.";
            }

            return Uri.EscapeDataString(value);
        });
        problem = wrong;
        if (wrong is not null || !Uri.TryCreate(url, UriKind.Absolute, out var address) || $"{address.IdnHost}:{address.Port}" != HostOf(tool))
        {
            problem ??= "The address cannot be made with these arguments.";
            return null;
        }

        var request = new HttpRequestMessage(new HttpMethod(tool.Method), address);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/*", 0.8));
        foreach (var header in tool.Headers)
        {
            if (!TryAdd(request, header.Name, Fill(header.Value, arguments, used)))
            {
                problem = $"The header {header.Name} cannot be made with these arguments.";
                request.Dispose();
                return null;
            }
        }

        if (tool.Method is not ("GET" or "DELETE"))
        {
            request.Content = new StringContent(Body(tool, arguments, used), Encoding.UTF8, "application/json");
        }

        return request;
    }

    /// <summary>False when the header cannot carry the value. Nothing of it is told: it may be a secret.</summary>
    public static bool TryAdd(HttpRequestMessage request, string name, string value)
    {
        if (value.Any(char.IsControl))
        {
            return false;
        }

        try
        {
            request.Headers.Add(name, value);
            return true;
        }
        catch (Exception exception) when (exception is FormatException or InvalidOperationException or ArgumentException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\{([A-Za-z_][A-Za-z0-9_]{0,63})\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();

    private static string Body(HttpTool tool, JsonElement arguments, HashSet<string> used)
    {
        if (string.IsNullOrWhiteSpace(tool.Body))
        {
            var rest = new JsonObject(arguments.EnumerateObject().Where(property => !used.Contains(property.Name))
                .Select(property => KeyValuePair.Create(property.Name, JsonNode.Parse(property.Value.GetRawText()))));
            return rest.ToJsonString();
        }

        return Filled(JsonNode.Parse(tool.Body), arguments, used)?.ToJsonString() ?? "null";
    }

    private static JsonNode? Filled(JsonNode? node, JsonElement arguments, HashSet<string> used) => node switch
    {
        JsonObject all => new JsonObject(all.Select(property => KeyValuePair.Create(property.Key, Filled(property.Value, arguments, used)))),
        JsonArray list => new JsonArray([.. list.Select(item => Filled(item, arguments, used))]),
        JsonValue value when value.TryGetValue<string>(out var text) => FilledText(text, arguments, used),
        _ => node?.DeepClone(),
    };

    // The argument itself where nothing stands beside it, so that a number stays a number.
    private static JsonNode? FilledText(string text, JsonElement arguments, HashSet<string> used)
    {
        var match = Placeholder().Match(text);
        if (match.Success && match.Length == text.Length)
        {
            return arguments.TryGetProperty(match.Groups[1].Value, out var whole) ? JsonNode.Parse(whole.GetRawText()) : null;
        }

        return JsonValue.Create(Fill(text, arguments, used));
    }

    private static string Fill(string text, JsonElement arguments, HashSet<string> used) => Placeholder().Replace(text, match =>
    {
        used.Add(match.Groups[1].Value);
        return TextOf(arguments, match.Groups[1].Value);
    });

    private static string TextOf(JsonElement arguments, string name) =>
        !arguments.TryGetProperty(name, out var value) || value.ValueKind is JsonValueKind.Null ? string.Empty
        : value.ValueKind is JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
