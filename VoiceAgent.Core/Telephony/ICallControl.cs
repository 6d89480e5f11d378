using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Telephony;

/// <summary>Commands to the carrier for the calls of one account. Each throws <see cref="ProviderException"/> for provider trouble.</summary>
public interface ICallControl
{
    /// <summary>Answers a ringing call; false when it has ended already.</summary>
    Task<bool> AnswerAsync(string callControlId, CancellationToken cancellationToken);

    /// <summary>Refuses a ringing call; one that has already ended is no error.</summary>
    Task RejectAsync(string callControlId, CancellationToken cancellationToken);

    /// <summary>Asks the carrier to open the media stream of an answered call; false when the call has ended already.</summary>
    Task<bool> StartStreamingAsync(string callControlId, MediaStreamRequest request, CancellationToken cancellationToken);

    /// <summary>Ends a call; one that has already ended is no error.</summary>
    Task HangUpAsync(string callControlId, CancellationToken cancellationToken);

    /// <summary>Commands that bring others into a call; null where nobody can be brought in.</summary>
    ILegControl? Legs => null;

    /// <summary>The account's active numbers at the carrier.</summary>
    Task<IReadOnlyList<CarrierNumber>> ListNumbersAsync(CancellationToken cancellationToken);

    /// <summary>One of the account's active numbers at the carrier, by its +E.164; null when the account does not have it there.</summary>
    Task<CarrierNumber?> FindNumberAsync(string number, CancellationToken cancellationToken);

    /// <summary>
    /// Starts a call. It returns before anybody's telephone rings; everything after that comes as <see cref="CarrierEvent"/>s that repeat
    /// <see cref="DialRequest.Reference"/>, and they may come before this returns.
    /// </summary>
    /// <returns>The carrier's id of the call.</returns>
    Task<string> DialAsync(DialRequest request, CancellationToken cancellationToken);
}

/// <summary>How the carrier shall open a media stream.</summary>
/// <param name="StreamUrl">Address of our media socket (ws or wss), with the one-use token in its path.</param>
/// <param name="AuthToken">The same one-use token, sent by the carrier as header and in its first message.</param>
/// <param name="Codec">PCMU or PCMA: the codec both ways.</param>
public sealed record MediaStreamRequest(Uri StreamUrl, string AuthToken, string Codec);

/// <summary>A number as the carrier lists it.</summary>
/// <param name="Id">The carrier's id.</param>
/// <param name="Number">+E.164.</param>
/// <param name="ConnectionName">The application the number is connected to at the carrier, if any.</param>
/// <param name="ConnectionId">That application's id, if any.</param>
public sealed record CarrierNumber(string Id, string Number, string? ConnectionName, string? ConnectionId = null);

/// <summary>A call to make.</summary>
public sealed record DialRequest
{
    /// <summary>The carrier's application that controls the call: that of <see cref="From"/>.</summary>
    public required string ConnectionId { get; init; }

    /// <summary>+E.164.</summary>
    public required string To { get; init; }

    /// <summary>+E.164, a number of the account.</summary>
    public required string From { get; init; }

    /// <summary>Where the carrier tells what becomes of the call.</summary>
    public required Uri WebhookUrl { get; init; }

    /// <summary>Repeated by every event of the call. ASCII, at most 100 characters.</summary>
    public required string Reference { get; init; }

    /// <summary>How long it may ring: 5 to 600 s.</summary>
    public required TimeSpan RingTimeout { get; init; }

    /// <summary>The carrier ends the call so long after its answer, whatever we do: 30 s to 4 h.</summary>
    public required TimeSpan LongestCall { get; init; }
}
