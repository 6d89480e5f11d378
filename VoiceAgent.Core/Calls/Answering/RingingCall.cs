namespace VoiceAgent.Core.Calls.Answering;

/// <summary>
/// A call between its first ring and the opening of its media stream. Whoever removes it from <see cref="RingingCalls"/> owns it
/// from then on and disposes <see cref="Prepared"/>.
/// </summary>
/// <param name="Call">The call as saved.</param>
/// <param name="Prepared">Its keys and ports.</param>
/// <param name="Codec">PCMU or PCMA, by what the caller's side offered.</param>
public sealed record RingingCall(Call Call, PreparedCall Prepared, string Codec)
{
    /// <summary>When it is given up unless it has come further by then.</summary>
    public DateTimeOffset Deadline { get; init; } = DateTimeOffset.MaxValue;

    /// <summary>Why it is to end as soon as it can be ended: one that is being dialled has no id at the carrier to end it by.</summary>
    public CallEndReason? EndAsked { get; init; }

    /// <summary>Whether the carrier has been asked to call and has not told its id of the call yet.</summary>
    public bool IsDialling => Call is { Direction: CallDirection.Outbound, CallControlId.Length: 0 };
}
