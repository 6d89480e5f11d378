using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Telephony;

namespace VoiceAgent.Tests.Fakes.Tools;

/// <summary>An address at which nobody is.</summary>
internal sealed class NoWebhookAddress : IWebhookAddress
{
    public Task<Uri> ForAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult(new Uri("https://voiceagent.invalid/hooks/telnyx/token"));
}
