namespace VoiceAgent.Core.Telephony;

/// <summary>Where carriers open media sockets of this server.</summary>
public interface IMediaAddress
{
    /// <summary>The ws or wss address for a one-use token, which stands in the path because query strings end in access logs.</summary>
    Uri For(string token);
}
