using Microsoft.Extensions.Logging.Abstractions;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class KeyUsesTests
{
    [Fact]
    public async Task Uses_are_counted_per_key_and_day_with_the_last_call_and_nothing_is_lost_at_the_end()
    {
        var time = new ProviderKeyRig.ManualTime();
        var account = AccountId.New();
        using var trail = new AuditTrail(new InMemoryDocuments<AuditEntry>(AuditEntry.Collection, time), time);
        using var uses = new KeyUses(new InMemoryDocuments<KeyUse>(KeyUse.Collection, time), trail, time, NullLogger<KeyUses>.Instance);
        await uses.StartAsync(CancellationToken.None);
        var calls = Enumerable.Range(0, 30).Select(_ => CallId.New()).ToList();

        foreach (var call in calls)
        {
            uses.Record(account, call, [ProviderName.Telnyx, ProviderName.Deepgram]);
        }

        time.Now += TimeSpan.FromDays(1);
        var last = CallId.New();
        uses.Record(account, last, [ProviderName.Telnyx]);
        await uses.StopAsync(CancellationToken.None);

        var found = await uses.ListLastAsync(account, CancellationToken.None);
        Assert.Equal(
            [(ProviderName.Telnyx, 1, last), (ProviderName.Deepgram, 30, calls[^1])],
            found.Select(use => (use.Provider, use.Count, use.LastCallId)));
        var entries = await trail.ListAsync(account, before: null, take: 100, CancellationToken.None);
        Assert.Equal((31, AuditActor.Of(last), "Telnyx"), (entries.Count, entries[0].Event.Actor, entries[0].Event.Detail));
        Assert.Empty(await uses.ListLastAsync(AccountId.New(), CancellationToken.None));
    }
}
