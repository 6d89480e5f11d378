using System.Net.Http.Json;
using System.Text;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <content>Others in the call, and its keys.</content>
internal sealed partial class TelnyxCallControl : ILegControl
{
    public ILegControl Legs => this;

    public Task<bool> TransferAsync(string callControlId, LegRequest request, CancellationToken cancellationToken)
    {
        // Without a number to show, the carrier shows the one that was called.
        var command = new TransferCommand(request.To, Seconds(request.RingFor), StateOf(request), NewCommandId());
        return CommandAsync(callControlId, "transfer", command, TelnyxJson.Default.TransferCommand, cancellationToken);
    }

    public async Task<string> DialAsync(LegRequest request, CancellationToken cancellationToken)
    {
        var command = new DialCommand(request.ConnectionId ?? string.Empty, request.To, request.From, Seconds(request.RingFor), StateOf(request), NewCommandId());
        var made = await SendAsync(
            () => new HttpRequestMessage(HttpMethod.Post, endpoint.Http("/v2/calls")) { Content = JsonContent.Create(command, TelnyxJson.Default.DialCommand) },
            static (response, token) => ReadAsync(response, TelnyxJson.Default.DialAnswer, token),
            cancellationToken);
        return made?.Data?.CallControlId is { Length: > 0 and <= 1000 } id ? id : throw new ProviderException(ProviderName.Telnyx, ProviderErrorKind.Protocol);
    }

    public Task<bool> SpeakAsync(string callControlId, string text, string language, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "speak", new SpeakCommand(text, "female", language, NewCommandId()), TelnyxJson.Default.SpeakCommand, cancellationToken);

    public Task<bool> BridgeAsync(string callControlId, string otherCallControlId, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "bridge", new BridgeCommand(otherCallControlId, NewCommandId()), TelnyxJson.Default.BridgeCommand, cancellationToken);

    public Task<bool> SendDtmfAsync(string callControlId, string digits, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "send_dtmf", new SendDtmfCommand(digits, NewCommandId()), TelnyxJson.Default.SendDtmfCommand, cancellationToken);

    private static int Seconds(TimeSpan time) => (int)Math.Ceiling(time.TotalSeconds);

    private static string StateOf(LegRequest request) => Convert.ToBase64String(Encoding.ASCII.GetBytes(request.State));
}
