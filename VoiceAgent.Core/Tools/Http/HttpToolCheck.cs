using System.Text.Json;
using System.Text.RegularExpressions;
using VoiceAgent.Core.Tools.Outbound;

namespace VoiceAgent.Core.Tools.Http;

/// <summary>What an HTTP tool must be to be used. Messages are for its owner.</summary>
public static partial class HttpToolCheck
{
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE"];

    // The connection's own business.
    private static readonly string[] OwnHeaders =
        ["Host", "Content-Length", "Content-Type", "Transfer-Encoding", "Connection", "Upgrade", "TE", "Trailer", "Expect", "Keep-Alive", "Proxy-Authorization", "Proxy-Connection"];

    /// <summary>Host and port that the tool sends to; null when its address cannot be read.</summary>
    public static string? HostOf(HttpTool tool)
    {
        ArgumentNullException.ThrowIfNull(tool);
        return HttpToolRequest.HostOf(tool);
    }

    /// <summary>The first thing that is wrong, or null.</summary>
    public static string? FindProblem(HttpTool tool, OutboundHttp outbound)
    {
        ArgumentNullException.ThrowIfNull(tool);
        ArgumentNullException.ThrowIfNull(outbound);
        return Basics(tool) ?? Address(tool, outbound) ?? FindHeaderProblem(tool.Headers.Select(header => header.Name), tool.SecretHeaders) ?? Shapes(tool);
    }

    private static string? Basics(HttpTool tool) =>
        !Name().IsMatch(tool.Name) ? "A tool's name has 1 to 64 letters, digits, _ and -, with no spaces."
        : string.IsNullOrWhiteSpace(tool.Description) ? "Tell the agent what the tool does and when to use it."
        : tool.Description.Length > 1000 ? "The description has at most 1,000 characters."
        : !Methods.Contains(tool.Method) ? "Choose GET, POST, PUT, PATCH or DELETE."
        : tool.Timeout < TimeSpan.FromSeconds(1) || tool.Timeout > TimeSpan.FromSeconds(30) ? "The time limit is between 1 and 30 seconds."
        : null;

    private static string? Address(HttpTool tool, OutboundHttp outbound)
    {
        if (tool.Url.Length > 2000)
        {
            return "The address has at most 2,000 characters.";
        }

        var host = HttpToolRequest.HostOf(tool);
        var prefix = tool.Url.IndexOf('{', StringComparison.Ordinal) is >= 0 and var at ? tool.Url[..at] : tool.Url;
        if (host is null || !Uri.TryCreate(prefix, UriKind.Absolute, out var start) || (prefix.Length < tool.Url.Length && start.AbsolutePath == "/" && prefix.IndexOf('/', prefix.IndexOf("//", StringComparison.Ordinal) + 2) < 0))
        {
            return "Enter an address that begins with https://. Names in braces may stand in its path and query only.";
        }

        return outbound.FindProblem(start);
    }

    internal static string? FindHeaderProblem(IEnumerable<string> plain, IEnumerable<string> secret)
    {
        var names = plain.Concat(secret).ToList();
        return names.Find(name => !HeaderName().IsMatch(name)) is { } odd ? $"“{odd}” cannot be the name of a header."
            : names.Find(name => OwnHeaders.Contains(name, StringComparer.OrdinalIgnoreCase)) is { } own ? $"The header {own} is set by the server itself."
            : names.Distinct(StringComparer.OrdinalIgnoreCase).Count() != names.Count ? "Each header may be there once."
            : names.Count > 20 ? "A tool has at most 20 headers."
            : null;
    }

    private static string? Shapes(HttpTool tool)
    {
        if (tool.Schema.Length > 20_000 || ObjectOf(tool.Schema) is not { } schema || !schema.TryGetProperty("type", out var type) || type.ToString() != "object")
        {
            return "The arguments need a JSON Schema of type object.";
        }

        var known = schema.TryGetProperty("properties", out var properties) && properties.ValueKind is JsonValueKind.Object ? properties : default;
        var unknown = HttpToolRequest.PlaceholdersOf(tool).FirstOrDefault(name => known.ValueKind is not JsonValueKind.Object || !known.TryGetProperty(name, out _));
        return unknown is not null ? $"{{{unknown}}} is not among the arguments."
            : tool.Body.Length > 0 && (tool.Body.Length > 20_000 || ObjectOf(tool.Body) is null) ? "The body has to be a JSON object."
            : tool.Select.FirstOrDefault(pointer => pointer.Length > 0 && pointer[0] != '/') is { } pointer ? $"“{pointer}” is no JSON pointer: those begin with /."
            : null;
    }

    private static JsonElement? ObjectOf(string text)
    {
        try
        {
            var value = JsonElement.Parse(text);
            return value.ValueKind is JsonValueKind.Object ? value : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    [GeneratedRegex(@"^[A-Za-z0-9_-]{1,64}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Name();

    [GeneratedRegex(@"^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,80}\z", RegexOptions.CultureInvariant)]
    private static partial Regex HeaderName();
}
