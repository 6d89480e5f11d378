using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Web.Hosting;

/// <summary>The account's webhook under the public address of this server.</summary>
internal sealed class WebhookAddress(AccountRepository accounts, PublicAddress address) : IWebhookAddress
{
    public async Task<Uri> ForAsync(AccountId account, CancellationToken cancellationToken)
    {
        var found = await accounts.FindAsync(account, cancellationToken) ?? throw new InvalidOperationException("The signed-in account does not exist.");
        return new Uri(address.Current, $"/hooks/telnyx/{found.WebhookToken}");
    }
}
