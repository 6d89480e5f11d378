using System.Globalization;

namespace VoiceAgent.Web.Components.Agents.Mcp;

/// <summary>Words of the MCP servers in the agent editor.</summary>
public static class McpText
{
    public const string Title = "MCP servers";
    public const string Lead = "A server of the Model Context Protocol brings tools of its own. Choose those that the agent may use. Changes count from the next call on.";
    public const string None = "No MCP servers yet.";
    public const string Add = "Add MCP server";
    public const string Name = "Short name";
    public const string NameHelp = "Lower-case letters, digits and _. The names of its tools begin with it.";
    public const string Url = "Server address";
    public const string UrlHelp = "https://… The endpoint for Streamable HTTP, often ending in /mcp.";
    public const string Timeout = "Server's time limit (seconds)";
    public const string Save = "Save server";
    public const string List = "Connect and list";
    public const string Listing = "Connecting…";
    public const string RemoveTitle = "Remove this MCP server?";
    public const string NotListed = "Connect to see which tools it has.";
    public const string ListedAt = "The tools as the server told of them last:";
    public const string NoTools = "The server has no tools.";
    public const string ReadsOnly = "Reads only";
    public const string Changes = "Changes something";
    public const string Destructive = "May delete or overwrite";
    public const string Gone = "The server no longer tells of this tool.";
    public const string NameTaken = "Another MCP server of this agent has that name.";
    public const string TooManyServers = "An agent has at most five MCP servers. Remove one first.";

    public static string ListLabel(string server) => $"{List}: {server}";

    public static string RemoveLine(string server) => $"Calls can no longer use the tools of {server}. Its secret headers are deleted.";

    public static string Listed(int tools, int leftOut) => string.Create(
        CultureInfo.InvariantCulture,
        $"Connected: {tools} {(tools == 1 ? "tool" : "tools")}.{(leftOut == 0 ? string.Empty : $" {leftOut} more cannot be used: beyond the limit, or with arguments that are described at too great a length or not at all.")}");
}
