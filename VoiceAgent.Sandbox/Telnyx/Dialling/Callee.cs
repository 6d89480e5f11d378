namespace VoiceAgent.Sandbox.Telnyx.Dialling;

/// <summary>Whoever has the telephone that an app calls.</summary>
internal sealed record Callee
{
    /// <summary>How long it rings before anything else happens.</summary>
    public TimeSpan RingsFor { get; init; }

    /// <summary>What becomes of the call instead of an answer.</summary>
    public CallEnding? Refusal { get; init; }

    /// <summary>Who picks up; null lets it ring until somebody gives up.</summary>
    public ICaller? Answers { get; init; }
}

/// <summary>Who has which telephone.</summary>
internal interface ICallees
{
    /// <summary>Asked once for each call.</summary>
    ValueTask<Callee> FindAsync(string number, CancellationToken cancellationToken);

    /// <summary>Told how the call of a callee that had picked up has ended.</summary>
    void Ended(ICaller callee, CallEnding ending);
}
