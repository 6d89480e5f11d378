using System.Net;

namespace VoiceAgent.Core.Adapters.Sockets;

/// <summary>
/// Sends one upgrade request over the account's connections. Adds the key here, so that the socket's options never hold it, and keeps
/// the answer of a refusal, which <see cref="System.Net.WebSockets.ClientWebSocket"/> throws away.
/// </summary>
internal sealed class UpgradeHandler(ProviderTransport transport, SocketRequest upgrade, TimeProvider time) : HttpMessageHandler
{
    /// <summary>The answer, when it was not an upgrade.</summary>
    public RefusedResponse? Refusal { get; private set; }

    /// <summary>What carries the socket.</summary>
    public OpenedConnection Connection { get; } = new();

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        upgrade.Authorize(request.Headers);
        request.Options.Set(ProviderTransport.IsEarly, upgrade.IsEarly);
        request.Options.Set(OpenedConnection.Key, Connection);
        var response = await transport.SendAsync(request, cancellationToken);
        if (response.StatusCode is not HttpStatusCode.SwitchingProtocols)
        {
            Refusal = await RefusedResponse.ReadAsync(response, time, cancellationToken);
        }

        return response;
    }
}
