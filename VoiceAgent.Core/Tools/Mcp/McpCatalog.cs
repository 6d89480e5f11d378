using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using ModelContextProtocol.Protocol;

namespace VoiceAgent.Core.Tools.Mcp;

/// <summary>Takes over what a server tells of its tools, within limits: a list comes from outside and is kept. Pure.</summary>
public static partial class McpCatalog
{
    /// <summary>Tools that are kept of a server.</summary>
    public const int MaxTools = 64;

    public const int MaxDescription = 1000;

    /// <summary>Characters of a schema; a tool with a longer one is left out, as half a schema is none.</summary>
    public const int MaxSchema = 8000;

    private const int MaxName = 128;
    private const int MaxModelName = 64;

    /// <summary>The tools that can be used, in the server's order, and how many cannot.</summary>
    internal static (IReadOnlyList<McpTool> Tools, int LeftOut) From(string server, IEnumerable<Tool> told)
    {
        var tools = new List<McpTool>();
        var names = new HashSet<string>(StringComparer.Ordinal);
        var leftOut = 0;
        foreach (var tool in told)
        {
            if (tools.Count < MaxTools && Take(server, tool, names) is { } taken)
            {
                tools.Add(taken);
            }
            else
            {
                leftOut++;
            }
        }

        return (tools, leftOut);
    }

    private static McpTool? Take(string server, Tool tool, HashSet<string> names)
    {
        if (tool.Name is not { Length: > 0 and <= MaxName } || tool.InputSchema.ValueKind is not JsonValueKind.Object
            || tool.InputSchema.GetRawText() is not { Length: <= MaxSchema } schema)
        {
            return null;
        }

        var readsOnly = tool.Annotations is { ReadOnlyHint: true } and not { DestructiveHint: true };
        var description = (tool.Description ?? tool.Title ?? string.Empty).Trim();
        return new McpTool
        {
            Name = tool.Name,
            ModelName = ModelNameOf(server, tool.Name, names),
            Description = description.Length <= MaxDescription ? description : description[..MaxDescription],
            Schema = schema,
            ChangesSomething = !readsOnly,
            IsDestructive = tool.Annotations is { DestructiveHint: true },
        };
    }

    // Models take letters, digits, _ and - in names; two names of the server may become the same by that.
    private static string ModelNameOf(string server, string name, HashSet<string> names)
    {
        var plain = $"{server}_{NotOfANameAtTheModel().Replace(name, "_")}";
        for (var count = 1; ; count++)
        {
            var end = count == 1 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"_{count}");
            var candidate = plain.Length + end.Length <= MaxModelName ? plain + end : plain[..(MaxModelName - end.Length)] + end;
            if (names.Add(candidate))
            {
                return candidate;
            }
        }
    }

    [GeneratedRegex("[^A-Za-z0-9_-]", RegexOptions.CultureInvariant)]
    private static partial Regex NotOfANameAtTheModel();
}
