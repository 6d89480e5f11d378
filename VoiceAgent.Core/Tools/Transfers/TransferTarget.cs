namespace VoiceAgent.Core.Tools.Transfers;

/// <summary>Someone the agent may transfer callers to. Only the agent's owner names numbers: neither model nor caller can.</summary>
public sealed record TransferTarget
{
    /// <summary>What the model chooses by, such as "Sales"; no two of an agent are the same.</summary>
    public required string Name { get; init; }

    /// <summary>+E.164.</summary>
    public required string Number { get; init; }

    /// <summary>Whether the person is told what it is about before the caller is put through.</summary>
    public bool IsWarm { get; init; }

    public override string ToString() => Name;
}
