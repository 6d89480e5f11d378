namespace VoiceAgent.Core.Speech.Languages;

/// <summary>Words for signs.</summary>
internal sealed record SpokenSigns
{
    public required string Point { get; init; }

    public required string Minus { get; init; }

    public required string Plus { get; init; }

    public required string Percent { get; init; }

    public required string At { get; init; }

    public required string Dot { get; init; }

    public required string Slash { get; init; }

    public required string Dash { get; init; }

    public required string Underscore { get; init; }

    public required string To { get; init; }

    public required string And { get; init; }

    public required string Or { get; init; }

    public required string Times { get; init; }

    public required string Equal { get; init; }

    public required string Number { get; init; }

    public required string About { get; init; }

    public required string Half { get; init; }

    public required string Quarter { get; init; }

    public required string ThreeQuarters { get; init; }

    public required string Section { get; init; }
}
