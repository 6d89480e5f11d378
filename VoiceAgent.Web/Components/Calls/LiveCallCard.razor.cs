using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Calls;
using VoiceAgent.Web.Components.Shared;

namespace VoiceAgent.Web.Components.Calls;

/// <summary>One call in progress, or one that has just ended.</summary>
public sealed partial class LiveCallCard
{
    [Parameter, EditorRequired]
    public LiveCallView Call { get; set; } = default!;

    [Parameter]
    public EventCallback<CallId> OnHangUp { get; set; }

    private string TitleId => $"call-{Call.Id}";

    private string CallAddress => $"/calls/{Call.Id}";

    private string OtherParty => CallDisplay.OtherParty(Call.Call);

    private bool IsRinging => Call.Call is { Direction: CallDirection.Outbound, AnsweredAt: null };

    private string HangUpText => (IsRinging, Call.IsHangingUp) switch
    {
        (true, true) => CallsText.Cancelling,
        (true, false) => CallsText.CancelCall,
        (false, true) => CallsText.HangingUp,
        (false, false) => CallsText.HangUp,
    };

    private string HangUpLabel => IsRinging ? CallsText.CancelLabel(OtherParty) : CallsText.HangUpLabel(OtherParty);

    private string PhaseText => Call switch
    {
        { HasEnded: true, Call.EndReason: not null } => CallDisplay.EndReason(Call.Call),
        { HasEnded: true } => CallsText.EndedUnknown,
        _ when IsRinging => CallsText.Ringing,
        _ => CallDisplay.Phase(Call.Live.Phase),
    };

    private StatusTone PhaseTone => Call is { HasEnded: true, Call.EndReason: { } reason } ? CallDisplay.Tone(reason) : CallDisplay.Tone(Call.Live.Phase);

    private Task HangUpAsync() => OnHangUp.InvokeAsync(Call.Id);
}
