using VoiceAgent.Core.LanguageModels;
using VoiceAgent.Core.Tools.Settings;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>The tools of one call, how often they were asked for, and what of them is still running. Thread-safe. Disposing closes what they opened.</summary>
public sealed class CallTools : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, ITool> _byName = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Task<ToolRun>> _running = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<ITool> _all;
    private readonly AgentToolset? _toolset;
    private int _asked;
    private int _lastFiller = -1;

    /// <param name="tools">Of two with the same name the first counts.</param>
    /// <param name="options">Limits.</param>
    /// <param name="toolset">What the agent says while they run; null says the lines that come with it.</param>
    public CallTools(IEnumerable<ITool> tools, ToolOptions options, AgentToolset? toolset = null)
    {
        ArgumentNullException.ThrowIfNull(tools);
        Options = options;
        _toolset = toolset;
        _all = [.. tools];
        foreach (var tool in _all)
        {
            _byName.TryAdd(tool.Definition.Name, tool);
        }

        Definitions = [.. _all.Where(tool => ReferenceEquals(_byName[tool.Definition.Name], tool)).Select(tool => tool.Definition)];
    }

    /// <summary>For the model, in an order that stays.</summary>
    public IReadOnlyList<ToolDefinition> Definitions { get; }

    public ToolOptions Options { get; }

    /// <summary>How long a tool runs before something is said.</summary>
    public TimeSpan FillerAfter => _toolset?.FillerAfter ?? TimeSpan.FromMilliseconds(1000);

    /// <summary>What the agent says before it hangs up when the model says nothing.</summary>
    public string Goodbye => _toolset is { Goodbye.Length: > 0 } ? _toolset.Goodbye : "Goodbye.";

    public ITool? Find(string name) => _byName.GetValueOrDefault(name);

    /// <summary>Whether a tool with this name changes something; of one that is not known nothing is run, so it does not.</summary>
    public bool ChangesSomething(string name) => Find(name) is { ChangesSomething: true };

    public async ValueTask DisposeAsync()
    {
        foreach (var tool in _all.OfType<IAsyncDisposable>())
        {
            await tool.DisposeAsync();
        }
    }

    /// <summary>The next line to say while a tool runs; not the last one again unless it is the only one.</summary>
    internal string NextFiller()
    {
        lock (_gate)
        {
            var lines = _toolset is { Fillers.Count: > 0 } ? _toolset.Fillers : AgentToolset.DefaultFillers;
            _lastFiller = (_lastFiller + 1) % lines.Count;
            return lines[_lastFiller];
        }
    }

    /// <summary>Counts a wish of the model; false when it has had enough in this call.</summary>
    internal bool TryCount()
    {
        lock (_gate)
        {
            return ++_asked <= Options.MaxCallsPerCall;
        }
    }

    /// <summary>The run of this key that is going on, or a new one. A run that has ended is forgotten.</summary>
    internal Task<ToolRun> RunOnce(string key, Action<TaskCompletionSource<ToolRun>> begin)
    {
        var ended = new TaskCompletionSource<ToolRun>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_running.TryGetValue(key, out var running) && !running.IsCompleted)
            {
                return running;
            }

            _running[key] = ended.Task;
        }

        begin(ended);
        return ended.Task;
    }
}
