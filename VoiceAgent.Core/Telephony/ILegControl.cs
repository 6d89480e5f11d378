using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Telephony;

/// <summary>
/// Commands to the carrier that bring others into a call or press its keys. Each throws <see cref="ProviderException"/> for provider
/// trouble and gives false when the call has ended already.
/// </summary>
public interface ILegControl
{
    /// <summary>Rings at a number and connects the call with whoever answers. What comes of it is told by events with the reference.</summary>
    Task<bool> TransferAsync(string callControlId, TransferRequest request, CancellationToken cancellationToken);

    /// <summary>Says something to the far end of an answered call, in the carrier's own voice; its end is told by an event.</summary>
    /// <param name="callControlId">The call.</param>
    /// <param name="text">At most 3,000 characters.</param>
    /// <param name="language">Language tag such as en-US.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<bool> SpeakAsync(string callControlId, string text, string language, CancellationToken cancellationToken);

    /// <summary>Connects two answered calls with each other.</summary>
    Task<bool> BridgeAsync(string callControlId, string otherCallControlId, CancellationToken cancellationToken);

    /// <summary>Presses keys for the far end: 0-9, A-D, *, #; <c>w</c> waits half a second, <c>W</c> one.</summary>
    Task<bool> SendDtmfAsync(string callControlId, string digits, CancellationToken cancellationToken);
}

/// <summary>A number to ring at and connect a call with.</summary>
public sealed record TransferRequest
{
    /// <summary>+E.164.</summary>
    public required string To { get; init; }

    /// <summary>How long it rings at most: 5 s to 10 min.</summary>
    public required TimeSpan RingTimeout { get; init; }

    /// <summary>Repeated by every event of the new leg. ASCII, at most 100 characters.</summary>
    public required string Reference { get; init; }

    public override string ToString() => $"Transfer {Reference}";
}
