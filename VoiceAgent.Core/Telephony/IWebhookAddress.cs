using VoiceAgent.Core.Accounts;

namespace VoiceAgent.Core.Telephony;

/// <summary>Where the carrier reaches an account.</summary>
public interface IWebhookAddress
{
    /// <summary>The public address that the account enters at Telnyx: <c>{PublicAddress}/hooks/telnyx/{account token}</c>.</summary>
    Task<Uri> ForAsync(AccountId account, CancellationToken cancellationToken);
}
