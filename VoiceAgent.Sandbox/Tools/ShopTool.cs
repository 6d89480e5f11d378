using System.Collections.Concurrent;

namespace VoiceAgent.Sandbox.Tools;

/// <summary>Who has asked the simulated shop's own server, a tool of agents, and how often. Thread-safe.</summary>
public sealed class ShopTool
{
    /// <summary>What it tells, in two pieces.</summary>
    public const string Answer = "There are twelve blue tubes in the back room.";

    private readonly ConcurrentDictionary<string, int> _runs = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Action> _asked = new(StringComparer.Ordinal);

    /// <summary>Calls <paramref name="told"/> each time this caller's tool runs, before it answers.</summary>
    /// <param name="call">What the tool says it asks for; letters and digits.</param>
    /// <param name="told">Must return at once.</param>
    public void WhenAsked(string call, Action told) => _asked[call] = told;

    /// <summary>How often this caller's tool has run.</summary>
    public int RunsOf(string call) => _runs.GetValueOrDefault(call);

    internal void Ask(string call)
    {
        _runs.AddOrUpdate(call, 1, static (_, runs) => runs + 1);
        _asked.GetValueOrDefault(call)?.Invoke();
    }
}
