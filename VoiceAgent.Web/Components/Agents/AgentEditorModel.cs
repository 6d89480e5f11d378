using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Components.Agents;

/// <summary>State of the agent editor and what can be done in it. Used by one circuit at a time.</summary>
public sealed class AgentEditorModel(AgentRepository agents, PhoneLines lines, IProviderKeys keys, TimeProvider time, AccountId account)
{
    private static readonly AgentValidator Validator = new();

    private Agent? _saved;
    private Dictionary<string, string> _problems = [];

    /// <summary>Null until loaded, and when there is no such agent.</summary>
    public AgentDraft? Draft { get; private set; }

    public bool IsNew { get; private set; }

    /// <summary>+E.164 of the numbers this agent answers.</summary>
    public IReadOnlyList<string> Numbers { get; private set; } = [];

    /// <summary>Providers with a key that calls may use.</summary>
    public IReadOnlySet<ProviderName> UsableProviders { get; private set; } = new HashSet<ProviderName>();

    public bool HasProblems => _problems.Count > 0;

    /// <summary>Whether the agent disappeared while it was edited.</summary>
    public bool IsGone { get; private set; }

    public bool HasChanges => Draft is not null && _saved is not null && !IsGone && Draft.ApplyTo(_saved) != _saved;

    /// <summary>The name as last saved.</summary>
    public string SavedName => _saved?.Name ?? string.Empty;

    public AgentId? Id => _saved?.Id;

    /// <summary>Removes what a deleted agent could do, secrets included.</summary>
    public Func<AgentId, CancellationToken, Task> RemoveToolsAsync { get; init; } = static (_, _) => Task.CompletedTask;

    /// <summary>What is wrong at a field, named by its path in <see cref="Agent"/>, or null.</summary>
    public string? ProblemAt(string path) => _problems.GetValueOrDefault(path);

    /// <param name="id">Null begins a new agent.</param>
    /// <param name="cancellationToken">Ends the loading.</param>
    public async Task LoadAsync(AgentId? id, CancellationToken cancellationToken)
    {
        IsNew = id is null;
        _saved = id is { } known ? await agents.FindAsync(account, known, cancellationToken) : Blank();
        Draft = _saved is null ? null : AgentDraft.From(_saved);
        UsableProviders = (await keys.ListAsync(account, cancellationToken)).Where(key => key.IsUsable).Select(key => key.Provider).ToHashSet();
        Numbers = id is null ? [] : await NumbersOfAsync(id.Value, cancellationToken);
    }

    /// <summary>False when fields have problems or the agent is gone; the draft stays as typed.</summary>
    public async Task<bool> SaveAsync(CancellationToken cancellationToken)
    {
        if (Draft is null || _saved is null)
        {
            return false;
        }

        var agent = Draft.ApplyTo(_saved);
        var result = await Validator.ValidateAsync(agent, cancellationToken);
        _problems = result.Errors.GroupBy(error => error.PropertyName).ToDictionary(group => group.Key, group => group.First().ErrorMessage);
        if (!result.IsValid)
        {
            return false;
        }

        agent = agent with { UpdatedAt = time.GetUtcNow() };
        if (IsNew)
        {
            await agents.InsertAsync(account, agent, cancellationToken);
        }
        else if (!await agents.SaveAsync(account, agent, cancellationToken))
        {
            IsGone = true;
            return false;
        }

        (_saved, Draft, IsNew) = (agent, AgentDraft.From(agent), false);
        return true;
    }

    /// <summary>Deletes the agent; its numbers stay, without an agent.</summary>
    public async Task DeleteAsync(CancellationToken cancellationToken)
    {
        if (_saved is null || IsNew)
        {
            return;
        }

        foreach (var number in await NumbersOfAsync(_saved.Id, cancellationToken))
        {
            await lines.AssignAsync(account, number, agent: null, cancellationToken);
        }

        await agents.DeleteAsync(account, _saved.Id, cancellationToken);
        await RemoveToolsAsync(_saved.Id, cancellationToken);
        IsGone = true;
    }

    private async Task<IReadOnlyList<string>> NumbersOfAsync(AgentId agent, CancellationToken cancellationToken) =>
        [.. (await lines.ListAsync(account, cancellationToken)).Where(line => line.AgentId == agent).Select(line => line.Number)];

    private Agent Blank()
    {
        var now = time.GetUtcNow();
        return new Agent
        {
            Id = AgentId.New(),
            AccountId = account,
            Name = AgentsText.DefaultName,
            Instructions = AgentsText.DefaultInstructions.ReplaceLineEndings("\n"),
            Greeting = AgentsText.DefaultGreeting,
            CreatedAt = now,
            UpdatedAt = now,
        };
    }
}
