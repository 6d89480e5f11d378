using Microsoft.AspNetCore.Components;
using VoiceAgent.Core.Speech.Previews;
using VoiceAgent.Web.Endpoints;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Agents.Voices;

/// <summary>Has something spoken on the account's key and plays it; says why when that is not possible.</summary>
public sealed partial class VoicePreviewButton(IVoicePreviews previews, CurrentAccount current)
{
    private bool _isSpeaking;
    private string? _address;
    private string? _problem;

    /// <summary>What is heard, for those who do not see the button's place.</summary>
    [Parameter, EditorRequired]
    public string Label { get; set; } = default!;

    /// <summary>What to speak, asked when the button is pressed; null is nothing.</summary>
    [Parameter, EditorRequired]
    public Func<VoicePreviewRequest?> Request { get; set; } = default!;

    [Parameter]
    public bool Disabled { get; set; }

    private bool IsDisabled => Disabled || _isSpeaking;

    private string ButtonText => _isSpeaking ? AgentsText.Speaking : AgentsText.Hear;

    private async Task HearAsync()
    {
        (_address, _problem) = (null, null);
        if (Request() is not { } request)
        {
            _problem = AgentsText.NothingToHear;
            return;
        }

        _isSpeaking = true;
        try
        {
            var result = await previews.SpeakAsync((await current.GetAsync()).AccountId, request, CancellationToken.None);
            (_address, _problem) = (result.Id is { } id ? VoicePreviewEndpoint.AddressOf(id) : null, result.Problem);
        }
        finally
        {
            _isSpeaking = false;
        }
    }
}
