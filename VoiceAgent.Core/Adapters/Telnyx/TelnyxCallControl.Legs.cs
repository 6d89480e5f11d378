using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Core.Adapters.Telnyx;

/// <content>Others in the call, and its keys.</content>
internal sealed partial class TelnyxCallControl : ILegControl
{
    public ILegControl Legs => this;

    public Task<bool> TransferAsync(string callControlId, TransferRequest request, CancellationToken cancellationToken)
    {
        // Without a number to show, the carrier shows the one that was called.
        var command = new TransferCommand(request.To, (int)Math.Ceiling(request.RingTimeout.TotalSeconds), TelnyxClientState.Write(request.Reference), NewCommandId());
        return CommandAsync(callControlId, "transfer", command, TelnyxJson.Default.TransferCommand, cancellationToken);
    }

    public Task<bool> SpeakAsync(string callControlId, string text, string language, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "speak", new SpeakCommand(text, "female", language, NewCommandId()), TelnyxJson.Default.SpeakCommand, cancellationToken);

    public Task<bool> BridgeAsync(string callControlId, string otherCallControlId, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "bridge", new BridgeCommand(otherCallControlId, NewCommandId()), TelnyxJson.Default.BridgeCommand, cancellationToken);

    public Task<bool> SendDtmfAsync(string callControlId, string digits, CancellationToken cancellationToken) =>
        CommandAsync(callControlId, "send_dtmf", new SendDtmfCommand(digits, NewCommandId()), TelnyxJson.Default.SendDtmfCommand, cancellationToken);
}
