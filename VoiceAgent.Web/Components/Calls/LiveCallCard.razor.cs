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

    private string HangUpText => Call.IsHangingUp ? CallsText.HangingUp : CallsText.HangUp;

    private string PhaseText => Call switch
    {
        { HasEnded: true, Call.EndReason: { } reason } => CallDisplay.EndReason(reason),
        { HasEnded: true } => CallsText.EndedUnknown,
        _ => CallDisplay.Phase(Call.Live.Phase),
    };

    private StatusTone PhaseTone => Call is { HasEnded: true, Call.EndReason: { } reason } ? CallDisplay.Tone(reason) : CallDisplay.Tone(Call.Live.Phase);

    private Task HangUpAsync() => OnHangUp.InvokeAsync(Call.Id);
}
