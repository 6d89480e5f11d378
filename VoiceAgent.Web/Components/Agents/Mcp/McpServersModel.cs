using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Tools.Mcp;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Web.Components.Agents.Tools;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Mcp;

/// <summary>The MCP servers of one agent while they are edited. Used by one circuit at a time.</summary>
public sealed class McpServersModel(ToolServices services, SignedInUser user, AgentId agent)
{
    private readonly SecretSaving _secrets = new(services.Secrets, user);

    public IReadOnlyList<McpServer> Servers { get; private set; } = [];

    public async Task LoadAsync(CancellationToken cancellationToken) =>
        Servers = (await services.Toolsets.FindAsync(user.AccountId, agent, cancellationToken)).McpServers;

    /// <summary>Saves a new or changed server and the secrets typed with it; what is wrong, or null.</summary>
    public async Task<string?> SaveAsync(McpServerDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        await LoadAsync(cancellationToken);
        var before = Servers.FirstOrDefault(known => known.Id == draft.Id);
        var server = draft.ToServer(before);
        var isSameHost = before is not null && McpServerCheck.HostOf(before) == McpServerCheck.HostOf(server);
        var problem = McpServerCheck.FindProblem(server, services.Outbound)
            ?? (Servers.Any(known => known.Id != server.Id && known.Name == server.Name) ? McpText.NameTaken : null)
            ?? (before is null && Servers.Count >= McpServerCheck.MaxServers ? McpText.TooManyServers : null)
            ?? (before is null && await IsFullAsync(cancellationToken) ? ToolsText.TooMany : null)
            ?? SecretSaving.FindProblem(draft.NamedSecrets(), isSameHost ? before!.SecretHeaders : [])
            ?? await _secrets.SaveAsync(server.Id.ToString(), McpServerCheck.HostOf(server) ?? string.Empty, draft.NamedSecrets(), cancellationToken);
        if (problem is null)
        {
            await ChangeAsync(servers => [.. servers.Where(known => known.Id != server.Id), server], cancellationToken);
        }

        return problem;
    }

    public async Task RemoveAsync(McpServer server, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        await ChangeAsync(servers => [.. servers.Where(known => known.Id != server.Id)], cancellationToken);
        await _secrets.RemoveAsync(server.Id.ToString(), cancellationToken);
    }

    /// <summary>Connects to the server and keeps what it tells of its tools.</summary>
    public async Task<McpListing> ListAsync(McpServer server, CancellationToken cancellationToken)
    {
        var listing = await services.Lists.ListAsync(new McpQuestion(user.AccountId, agent, server), cancellationToken);
        await LoadAsync(cancellationToken);
        return listing;
    }

    /// <summary>Whether the agent may use a tool of the server.</summary>
    public Task ChooseAsync(McpServer server, string tool, bool isChosen, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(server);
        IEnumerable<string> Chosen(McpServer known) => known.Chosen.Where(name => name != tool).Concat(isChosen ? [tool] : []);
        return ChangeAsync(servers => [.. servers.Select(known => known.Id == server.Id ? known with { Chosen = [.. Chosen(known)] } : known)], cancellationToken);
    }

    private async Task ChangeAsync(Func<IReadOnlyList<McpServer>, IReadOnlyList<McpServer>> change, CancellationToken cancellationToken) =>
        Servers = (await services.Toolsets.ChangeAsync(
            user.AccountId, agent, toolset => toolset with { McpServers = change(toolset.McpServers) }, cancellationToken)).McpServers;

    private async Task<bool> IsFullAsync(CancellationToken cancellationToken) =>
        (await services.Toolsets.ListAsync(user.AccountId, cancellationToken)).Sum(Count) >= services.Options.MaxToolsPerAccount;

    private static int Count(AgentToolset toolset) => toolset.HttpTools.Count + toolset.McpServers.Count;
}
