namespace VoiceAgent.Sandbox.Grok;

/// <summary>A model of the list and what its chat completions accept.</summary>
/// <param name="Id">The resolved name.</param>
/// <param name="Aliases">Other names for it.</param>
/// <param name="Efforts">Values of <c>reasoning_effort</c>; empty where it is not accepted.</param>
/// <param name="Thinks">Whether it thinks when no effort is named.</param>
internal sealed record GrokModel(string Id, string[] Aliases, string[] Efforts, bool Thinks)
{
    public static IReadOnlyList<GrokModel> All { get; } =
    [
        new("grok-4.7", [], ["low", "medium", "high"], true),
        new("grok-4.6", [], ["low", "medium", "high"], true),
        new("grok-4.5", [], ["low", "medium", "high"], true),
        new("grok-4.3", ["grok-4.3-latest"], ["none", "low", "medium", "high", "xhigh"], true),
        new("grok-4.20-0309-non-reasoning", ["grok-4.20-non-reasoning"], [], false),
        new("grok-4.20-0309-reasoning", ["grok-4.20", "grok-4.20-reasoning"], [], true),
    ];

    public static GrokModel? Find(string name) => All.FirstOrDefault(model => model.Id == name || model.Aliases.Contains(name));
}
