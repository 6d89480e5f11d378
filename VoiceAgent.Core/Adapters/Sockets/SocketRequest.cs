using System.Net.Http.Headers;
using VoiceAgent.Core.Providers;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>A WebSocket to be opened.</summary>
internal sealed record SocketRequest
{
    /// <summary>A ws or wss address with its query.</summary>
    public required Uri Address { get; init; }

    /// <summary>Puts the key on the one upgrade request; may throw <see cref="ProviderException"/>.</summary>
    public required Action<HttpRequestHeaders> Authorize { get; init; }

    /// <summary>Whether it is opened before it is needed.</summary>
    public bool IsEarly { get; init; }

    /// <summary>What a refused upgrade means.</summary>
    public required Func<RefusedResponse, ProviderException> Refused { get; init; }
}

/// <summary>How the other side closed a socket.</summary>
/// <param name="Code">RFC 6455 close code; 1005 when the close frame had none.</param>
/// <param name="Reason">The provider's text, which goes no further than to the choice of the error's kind.</param>
internal readonly record struct SocketClose(int Code, string Reason)
{
    /// <summary>Whether the other side had nothing to complain of.</summary>
    public bool IsNormal => Code is 1000 or 1005;

    /// <summary>What the code says where the vendor gives it no meaning of its own: going away, internal error, restart, overload.</summary>
    public ProviderErrorKind Kind => Code is 1001 or (>= 1011 and <= 1014) ? ProviderErrorKind.Unavailable : ProviderErrorKind.Protocol;
}
