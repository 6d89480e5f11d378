using System.Text.Json;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Tools.BuiltIn;
using VoiceAgent.Core.Tools.Http;
using VoiceAgent.Core.Tools.Running;
using VoiceAgent.Core.Tools.Settings;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Tools;

/// <summary>The tools of one agent while they are edited. Used by one circuit at a time.</summary>
public sealed class AgentToolsModel(ToolServices services, SignedInUser user, AgentId agent)
{
    private readonly SecretSaving _secrets = new(services.Secrets, user);
    private AgentToolset _saved = AgentToolset.None(user.AccountId, agent);

    public bool IsLoaded { get; private set; }

    public IReadOnlyList<BuiltInDraft> BuiltIns { get; private set; } = [];

    public string? Fillers { get; set; }

    public int FillerAfterMilliseconds { get; set; }

    public string? Goodbye { get; set; }

    public List<TransferRow> TransferRows { get; private set; } = [];

    public string? TransferLine { get; set; }

    public IReadOnlyList<HttpTool> HttpTools => _saved.HttpTools;

    public async Task LoadAsync(CancellationToken cancellationToken)
    {
        _saved = await services.Toolsets.FindAsync(user.AccountId, agent, cancellationToken);
        BuiltIns = [.. services.BuiltIns.All.Select(tool => new BuiltInDraft(tool, _saved.SettingOf(tool.Name)))];
        Fillers = string.Join('\n', _saved.Fillers);
        FillerAfterMilliseconds = (int)_saved.FillerAfter.TotalMilliseconds;
        Goodbye = _saved.Goodbye;
        TransferRows = [.. _saved.TransferTargets.Select(TransferRow.From)];
        TransferLine = _saved.TransferLine;
        IsLoaded = true;
    }

    /// <summary>Saves switches and lines; what is wrong, or null.</summary>
    public async Task<string?> SaveAsync(CancellationToken cancellationToken)
    {
        var lines = (Fillers ?? string.Empty).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var goodbye = (Goodbye ?? string.Empty).Trim();
        var line = (TransferLine ?? string.Empty).Trim();
        var problem = lines.Length is < 1 or > 10 || lines.Any(line => line.Length > 200) ? ToolsText.FillersNeeded
            : FillerAfterMilliseconds is < 300 or > 2500 ? ToolsText.FillerAfterWrong
            : goodbye.Length is < 1 or > 300 ? ToolsText.GoodbyeNeeded
            : BuiltIns.Any(draft => draft.Description?.Length > 1000) ? ToolsText.DescriptionTooLong
            : line.Length is < 1 or > 300 ? ToolsText.TransferLineNeeded
            : TransferRow.FindProblem(TransferRows, isOn: BuiltIns.Any(draft => draft is { IsOn: true, Tool.Name: TransferCallTool.ToolName }));
        if (problem is not null)
        {
            return problem;
        }

        var settings = BuiltIns.ToDictionary(draft => draft.Tool.Name, draft => draft.ToSetting(), StringComparer.Ordinal);
        var after = TimeSpan.FromMilliseconds(FillerAfterMilliseconds);
        var targets = TransferRow.ToTargets(TransferRows);
        _saved = await services.Toolsets.ChangeAsync(
            user.AccountId,
            agent,
            toolset => toolset with { BuiltIns = settings, Fillers = lines, FillerAfter = after, Goodbye = goodbye, TransferTargets = targets, TransferLine = line },
            cancellationToken);
        return null;
    }

    /// <summary>Saves a new or changed tool and the secrets typed with it; what is wrong, or null.</summary>
    public async Task<string?> SaveToolAsync(HttpToolDraft draft, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(draft);
        var tool = draft.ToTool();
        var before = _saved.HttpTools.FirstOrDefault(known => known.Id == tool.Id);
        var problem = HttpToolCheck.FindProblem(tool, services.Outbound)
            ?? (IsNameTaken(tool) ? ToolsText.NameTaken : null)
            ?? (before is null && await IsFullAsync(cancellationToken) ? ToolsText.TooMany : null)
            ?? SecretSaving.FindProblem(draft.NamedSecrets(), await _secrets.ReadableAsync(tool.Id.ToString(), StoredFor(tool, before), cancellationToken));
        if (problem is not null)
        {
            return problem;
        }

        if (await _secrets.SaveAsync(tool.Id.ToString(), HttpToolCheck.HostOf(tool)!, [.. draft.NamedSecrets()], cancellationToken) is { } refused)
        {
            return refused;
        }

        _saved = await services.Toolsets.ChangeAsync(
            user.AccountId, agent, toolset => toolset with { HttpTools = [.. toolset.HttpTools.Where(known => known.Id != tool.Id), tool] }, cancellationToken);
        return null;
    }

    public async Task RemoveToolAsync(HttpTool tool, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        _saved = await services.Toolsets.ChangeAsync(
            user.AccountId, agent, toolset => toolset with { HttpTools = [.. toolset.HttpTools.Where(known => known.Id != tool.Id)] }, cancellationToken);
        await _secrets.RemoveAsync(tool.Id.ToString(), cancellationToken);
    }

    /// <summary>Removes all tools of the agent, which is gone, and their secrets.</summary>
    public async Task RemoveAllAsync(CancellationToken cancellationToken)
    {
        var toolset = await services.Toolsets.FindAsync(user.AccountId, agent, cancellationToken);
        await services.Toolsets.DeleteAsync(user.AccountId, agent, cancellationToken);
        foreach (var id in toolset.HttpTools.Select(tool => tool.Id.ToString()).Concat(toolset.McpServers.Select(server => server.Id.ToString())))
        {
            await _secrets.RemoveAsync(id, cancellationToken);
        }
    }

    /// <summary>Runs a saved tool once, with sample arguments.</summary>
    public async Task<HttpToolAnswer> TryAsync(HttpTool tool, string? sample, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(tool);
        try
        {
            var arguments = JsonElement.Parse(string.IsNullOrWhiteSpace(sample) ? "{}" : sample);
            return arguments.ValueKind is not JsonValueKind.Object ? new HttpToolAnswer(ToolsText.BadSample, true, null, TimeSpan.Zero)
                : ToolArguments.FindProblem(tool.Schema, arguments) is { } problem ? new HttpToolAnswer(ToolsText.SampleDoesNotFit(problem), true, null, TimeSpan.Zero)
                : await services.Client.SendAsync(new HttpToolCall(user.AccountId, tool, arguments), cancellationToken);
        }
        catch (JsonException)
        {
            return new HttpToolAnswer(ToolsText.BadSample, true, null, TimeSpan.Zero);
        }
    }

    private bool IsNameTaken(HttpTool tool) =>
        _saved.HttpTools.Any(known => known.Id != tool.Id && known.Name == tool.Name) || services.BuiltIns.All.Any(known => known.Name == tool.Name);

    private async Task<bool> IsFullAsync(CancellationToken cancellationToken) =>
        (await services.Toolsets.ListAsync(user.AccountId, cancellationToken)).Sum(toolset => toolset.HttpTools.Count + toolset.McpServers.Count) >= services.Options.MaxToolsPerAccount;

    private static IReadOnlyList<string> StoredFor(HttpTool tool, HttpTool? before) =>
        before is not null && HttpToolCheck.HostOf(before) == HttpToolCheck.HostOf(tool) ? before.SecretHeaders : [];
}
