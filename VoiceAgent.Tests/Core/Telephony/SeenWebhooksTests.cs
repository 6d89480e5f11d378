using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Telephony;

[Trait("Kind", "Unit")]
public sealed class SeenWebhooksTests
{
    private static readonly AccountId Account = AccountId.New();

    private readonly SeenWebhooks _seen = new(new InMemoryDocuments<SeenWebhook>(SeenWebhooks.Collection, TimeProvider.System), TimeProvider.System);

    [Fact]
    public async Task An_event_is_new_once_for_each_account()
    {
        Assert.True(await _seen.TryAddAsync(Account, "e-1", CancellationToken.None));
        Assert.False(await _seen.TryAddAsync(Account, "e-1", CancellationToken.None));
        Assert.True(await _seen.TryAddAsync(AccountId.New(), "e-1", CancellationToken.None));
    }

    [Fact]
    public async Task An_event_that_could_not_be_acted_on_may_be_delivered_again()
    {
        await _seen.TryAddAsync(Account, "e-1", CancellationToken.None);

        await _seen.ForgetAsync(Account, "e-1", CancellationToken.None);

        Assert.True(await _seen.TryAddAsync(Account, "e-1", CancellationToken.None));
    }
}
