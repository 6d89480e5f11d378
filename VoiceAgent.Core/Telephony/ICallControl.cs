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
public sealed record CarrierNumber(string Id, string Number, string? ConnectionName);
