using VoiceAgent.Core.Conversations;

namespace VoiceAgent.Web.Components.Replay;

/// <summary>Ready-made settings to compare with.</summary>
internal static class WhatIfPresets
{
    public static IReadOnlyList<string> Names { get; } = ["Quicker", "More patient"];

    /// <summary>The options as the preset has them; unchanged by a name nobody knows.</summary>
    public static TurnOptions Apply(string name, TurnOptions options) => name switch
    {
        "Quicker" => Scale(options, 0.5),
        "More patient" => Scale(options, 2),
        _ => options,
    };

    private static TurnOptions Scale(TurnOptions options, double by) => options with
    {
        MinEndpointingDelay = options.MinEndpointingDelay * by,
        MaxEndpointingDelay = options.MaxEndpointingDelay * by,
        FalseInterruptionTimeout = options.FalseInterruptionTimeout * by,
    };
}
