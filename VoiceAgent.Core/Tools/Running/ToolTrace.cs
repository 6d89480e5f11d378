using System.Text.Json.Serialization;

namespace VoiceAgent.Core.Tools.Running;

/// <summary>One run of a tool in a call, for its owner. Arguments and result are the caller's business: shown in the page, never logged.</summary>
public sealed record ToolTrace
{
    /// <summary>The model's id of the call of the tool, unique within a reply.</summary>
    public required string Id { get; init; }

    public required string Name { get; init; }

    /// <summary>The turn that asked.</summary>
    public required int TurnId { get; init; }

    /// <summary>JSON as the model wrote it, at most <see cref="MaxShown"/> characters.</summary>
    public required string Arguments { get; init; }

    /// <summary>What the model was given, at most <see cref="MaxShown"/> characters; empty while it runs.</summary>
    public string Result { get; init; } = string.Empty;

    /// <summary>When it was asked for, from the moment the call was answered.</summary>
    public required TimeSpan At { get; init; }

    public TimeSpan? Duration { get; init; }

    public ToolOutcome Outcome { get; init; }

    public const int MaxShown = 4000;
}

/// <summary>How a run of a tool stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ToolOutcome>))]
public enum ToolOutcome
{
    Running,
    Succeeded,

    /// <summary>The tool says so, or broke.</summary>
    Failed,
    TimedOut,

    /// <summary>The caller interrupted.</summary>
    Cancelled,

    /// <summary>Never run: unknown, arguments that do not fit, a repetition, or too many.</summary>
    Refused,
}
