using VoiceAgent.Core.Telephony;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Web.Components.Settings;

/// <summary>The address at which the carrier reaches this account, ready to copy.</summary>
public sealed partial class WebhookAddress(IWebhookAddress addresses, CurrentAccount current)
{
    private string? _address;

    protected override async Task OnInitializedAsync()
    {
        var user = await current.GetAsync();
        _address = (await addresses.ForAsync(user.AccountId, CancellationToken.None)).AbsoluteUri;
    }
}
