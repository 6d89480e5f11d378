using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Conversations;
using VoiceAgent.Core.Replay;
using VoiceAgent.Core.Replay.Logs;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>Compares one call, or the last calls of an agent, under other turn settings. Used by one circuit at a time.</summary>
public sealed class WhatIfModel(CallReplays replays, AgentRepository agents, TimeProvider time, AccountId account)
{
    public const int MostVariants = 3;

    private static readonly AgentValidator Validator = new();

    private readonly List<ReplayVariant> _variants = [];
    private readonly Dictionary<string, string> _fields = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _problems = new(StringComparer.Ordinal);
    private CallId? _call;
    private int _made;

    /// <summary>Whether there is anything to run again.</summary>
    public bool HasLog { get; private set; }

    /// <summary>The agent whose settings may be changed; null when it is unknown or gone.</summary>
    public Agent? Agent { get; private set; }

    /// <summary>What variants begin with.</summary>
    public TurnOptions Base { get; private set; } = new();

    public string Preset { get; private set; } = string.Empty;

    /// <summary>How many of the agent's calls are compared.</summary>
    public int Calls { get; set; } = 20;

    public ReplayComparison? Comparison { get; private set; }

    /// <summary>What is wrong with the whole, or what was done, in words; null when nothing is to be said.</summary>
    public string? Outcome { get; private set; }

    public string Field(string option) => _fields.GetValueOrDefault(option, string.Empty);

    public string? ProblemAt(string option) => _problems.GetValueOrDefault(option);

    public async Task LoadCallAsync(CallId call, AgentId? agent, CancellationToken cancellationToken)
    {
        _call = call;
        var options = await replays.FindOptionsAsync(account, call, cancellationToken);
        HasLog = options is not null;
        Agent = agent is { } id ? await agents.FindAsync(account, id, cancellationToken) : null;
        Base = options ?? new TurnOptions();
        Choose(string.Empty);
    }

    public async Task LoadAgentAsync(AgentId agent, CancellationToken cancellationToken)
    {
        Agent = await agents.FindAsync(account, agent, cancellationToken);
        HasLog = Agent is not null && await replays.HasAnyAsync(account, agent, cancellationToken);
        Base = Agent?.Turns ?? new TurnOptions();
        Choose(string.Empty);
    }

    /// <summary>Fills the fields with a preset's values; without a name with those that variants begin with.</summary>
    public void Choose(string preset)
    {
        Preset = preset;
        var options = preset.Length == 0 ? Base : TurnPresets.Apply(preset, Base);
        _problems.Clear();
        foreach (var name in TurnOptionsText.Names)
        {
            _fields[name] = TurnOptionsText.Text(options, name);
        }
    }

    public void Set(string option, string text) => _fields[option] = text;

    /// <summary>Adds what the fields say as a variant and compares; false, with the problems, when it cannot be.</summary>
    public async Task<bool> AddAsync(CancellationToken cancellationToken)
    {
        Outcome = null;
        if (Read() is not { } options)
        {
            return false;
        }

        if (_variants.Count == MostVariants || options == Base)
        {
            Outcome = options == Base ? ReplayText.NothingChanged : ReplayText.TooMany;
            return false;
        }

        var isPreset = Preset.Length > 0 && options == TurnPresets.Apply(Preset, Base) && _variants.All(one => one.Name != Preset);
        _variants.Add(new ReplayVariant(isPreset ? Preset : ReplayText.Variant(++_made), options));
        await CompareAsync(cancellationToken);
        return true;
    }

    public async Task RemoveAsync(string variant, CancellationToken cancellationToken)
    {
        Outcome = null;
        _variants.RemoveAll(one => one.Name == variant);
        if (_variants.Count == 0)
        {
            Comparison = null;
        }
        else
        {
            await CompareAsync(cancellationToken);
        }
    }

    /// <summary>What using a variant would change of the agent.</summary>
    public IReadOnlyList<(string Name, string Text)> ChangesOf(string variant) =>
        Agent is null ? [] : TurnOptionsText.Differences(Agent.Turns, TurnOptionsText.Take(Agent.Turns, OptionsOf(variant)));

    /// <summary>Saves a variant's settings as the agent's; what the agent says stays.</summary>
    public async Task UseAsync(string variant, CancellationToken cancellationToken)
    {
        Agent = Agent is null ? null : await agents.FindAsync(account, Agent.Id, cancellationToken);
        if (Agent is null)
        {
            Outcome = ReplayText.AgentGone;
            return;
        }

        var changed = Agent with { Turns = TurnOptionsText.Take(Agent.Turns, OptionsOf(variant)), UpdatedAt = time.GetUtcNow() };
        var result = await Validator.ValidateAsync(changed, cancellationToken);
        if (!result.IsValid)
        {
            Outcome = string.Join(" ", result.Errors.Select(error => error.ErrorMessage).Distinct());
            return;
        }

        var saved = await agents.SaveAsync(account, changed, cancellationToken);
        (Agent, Outcome) = saved ? (changed, ReplayText.Used) : (null, ReplayText.AgentGone);
    }

    private TurnOptions OptionsOf(string variant) => _variants.First(one => one.Name == variant).Options;

    private TurnOptions? Read()
    {
        _problems.Clear();
        var options = Base;
        foreach (var name in TurnOptionsText.Names)
        {
            if (TurnOptionsText.With(options, name, _fields[name], out var problem) is { } changed)
            {
                options = changed;
            }
            else
            {
                _problems[name] = problem ?? name;
            }
        }

        return _problems.Count == 0 ? options : null;
    }

    private async Task CompareAsync(CancellationToken cancellationToken)
    {
        try
        {
            Comparison = (_call, Agent) switch
            {
                ({ } call, _) => await replays.OfCallAsync(account, call, _variants, cancellationToken),
                (_, { } agent) => await replays.OfAgentAsync(account, agent.Id, Calls, _variants, cancellationToken),
                _ => null,
            };
        }
        catch (CallLogException unreadable)
        {
            Outcome = unreadable.Message;
        }
    }
}
