namespace VoiceAgent.Core.Tools.Running;

/// <summary>What tools may do at most (section <c>Tools</c>).</summary>
public sealed class ToolOptions
{
    public const string SectionName = "Tools";

    /// <summary>Times a model may ask for tools before it has to answer.</summary>
    public int MaxRoundsPerTurn { get; set; } = 5;

    public int MaxCallsPerTurn { get; set; } = 12;

    public int MaxCallsPerCall { get; set; } = 200;

    /// <summary>Characters of a result that the model is given.</summary>
    public int MaxResultLength { get; set; } = 6000;

    /// <summary>Hosts other than public ones that tools may reach, each <c>host</c> or <c>host:port</c>; there plain http is allowed too.</summary>
    public IList<string> AllowedPrivateHosts { get; } = [];

    /// <summary>HTTP tools and MCP servers of an account, over all its agents.</summary>
    public int MaxToolsPerAccount { get; set; } = 100;

    /// <summary>Requests of one account's tools that run at the same time.</summary>
    public int MaxConcurrentPerAccount { get; set; } = 20;

    public int MaxRequestsPerMinute { get; set; } = 600;

    /// <summary>Bytes of an answer that are read.</summary>
    public int MaxResponseBytes { get; set; } = 256 * 1024;

    /// <summary>Bytes that are read of one answer of an MCP server, its list of tools included.</summary>
    public int MaxMcpResponseBytes { get; set; } = 2 * 1024 * 1024;
}
