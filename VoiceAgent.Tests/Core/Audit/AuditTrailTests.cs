using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Audit;

[Trait("Kind", "Unit")]
public sealed class AuditTrailTests : IDisposable
{
    private readonly InMemoryDocuments<AuditEntry> _documents = new(AuditEntry.Collection, TimeProvider.System);
    private readonly AccountId _account = AccountId.New();
    private readonly AuditTrail _trail;

    public AuditTrailTests() => _trail = new AuditTrail(_documents, TimeProvider.System);

    public void Dispose() => _trail.Dispose();

    [Fact]
    public async Task Entries_are_listed_newest_first_page_by_page()
    {
        await RecordAsync(5);

        var first = await _trail.ListAsync(_account, before: null, take: 2, CancellationToken.None);
        var second = await _trail.ListAsync(_account, first[^1].Sequence, take: 10, CancellationToken.None);

        Assert.Equal([5, 4], first.Select(entry => entry.Sequence));
        Assert.Equal([3, 2, 1], second.Select(entry => entry.Sequence));
        Assert.Equal(Created(1), second[^1].Event);
        Assert.Equal(new AuditVerification(5, BrokenAt: null), await _trail.VerifyAsync(_account, CancellationToken.None));
    }

    [Fact]
    public async Task Two_processes_with_many_writers_make_one_whole_chain()
    {
        using var other = new AuditTrail(_documents, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(1, 200).Select(number => Task.Run(
            () => (number % 2 == 0 ? _trail : other).RecordAsync(Created(number), CancellationToken.None))));

        Assert.Equal(new AuditVerification(200, BrokenAt: null), await other.VerifyAsync(_account, CancellationToken.None));
        var generations = (await _trail.ListAsync(_account, before: null, take: 1000, CancellationToken.None)).Select(entry => entry.Event.Generation);
        Assert.Equal(Enumerable.Range(1, 200).Select(number => (int?)number).Order(), generations.Order());
    }

    [Fact]
    public async Task Accounts_and_the_vault_have_chains_of_their_own()
    {
        var other = AccountId.New();
        await RecordAsync(2);
        await _trail.RecordAsync(Created(1) with { Account = other }, CancellationToken.None);
        await _trail.RecordAsync(
            new AuditEvent { Account = null, Name = AuditEvents.VaultKeyActivated, Actor = AuditActor.Operator, Detail = "2026-11" }, CancellationToken.None);

        Assert.Equal([2, 1, 1], await CountsAsync(_account, other, null));
        Assert.True((await _trail.VerifyAsync(account: null, CancellationToken.None)).IsIntact);
    }

    [Theory]
    [InlineData("result", 2)]
    [InlineData("actor", 2)]
    [InlineData("time", 2)]
    [InlineData("rehashed", 3)]
    [InlineData("nothing left of it", 2)]
    public async Task A_changed_entry_breaks_the_chain(string what, long brokenAt)
    {
        await RecordAsync(4);
        await _documents.UpdateAsync(
            $"{_account}-000000000002",
            entry => what switch
            {
                "result" => entry with { Event = entry.Event with { Result = "valid" } },
                "actor" => entry with { Event = entry.Event with { Actor = AuditActor.Of(UserId.New()) } },
                "time" => entry with { At = entry.At.AddTicks(10) },
                "rehashed" => Rehashed(entry with { Event = entry.Event with { Result = "valid" } }),
                _ => entry with { Event = null!, Previous = null!, Hash = null! },
            },
            CancellationToken.None);

        Assert.Equal(new AuditVerification(brokenAt - 1, brokenAt), await _trail.VerifyAsync(_account, CancellationToken.None));
    }

    [Fact]
    public async Task A_removed_entry_breaks_the_chain()
    {
        await RecordAsync(4);
        await _documents.DeleteAsync($"{_account}-000000000002", CancellationToken.None);

        Assert.Equal(new AuditVerification(1, 2), await _trail.VerifyAsync(_account, CancellationToken.None));
    }

    [Fact]
    public async Task What_a_client_calls_itself_is_kept_short_and_storable()
    {
        var actor = AuditActor.Of(UserId.New()) with { UserAgent = "odd\r\n\u0000\ud800 agent" + new string('x', 500) };
        await _trail.RecordAsync(Created(1) with { Actor = actor, Detail = new string('d', 1000) }, CancellationToken.None);

        var entry = Assert.Single(await _trail.ListAsync(_account, before: null, take: 10, CancellationToken.None));
        Assert.StartsWith("odd   \ufffd agentxxx", entry.Event.Actor.UserAgent, StringComparison.Ordinal);
        Assert.Equal((200, 300), (entry.Event.Actor.UserAgent!.Length, entry.Event.Detail!.Length));
        Assert.True((await _trail.VerifyAsync(_account, CancellationToken.None)).IsIntact);
    }

    private static AuditEntry Rehashed(AuditEntry entry) => entry with { Hash = AuditHash.Compute(entry) };

    private async Task RecordAsync(int count)
    {
        for (var number = 1; number <= count; number++)
        {
            await _trail.RecordAsync(Created(number), CancellationToken.None);
        }
    }

    private async Task<IReadOnlyList<int>> CountsAsync(params IReadOnlyList<AccountId?> accounts)
    {
        var counts = new List<int>();
        foreach (var account in accounts)
        {
            counts.Add((await _trail.ListAsync(account, before: null, take: 100, CancellationToken.None)).Count);
        }

        return counts;
    }

    private AuditEvent Created(int generation) => new()
    {
        Account = _account,
        Name = AuditEvents.KeyCreated,
        Actor = AuditActor.System,
        Provider = ProviderName.Deepgram,
        Key = KeyId.From(Guid.Parse("00112233445566778899aabbccddeeff")),
        Generation = generation,
        Fingerprint = "a1b2c3d4",
    };
}
