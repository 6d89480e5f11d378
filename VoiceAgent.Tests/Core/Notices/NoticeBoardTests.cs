using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Notices;
using VoiceAgent.Tests.Fakes.Documents;

namespace VoiceAgent.Tests.Core.Notices;

[Trait("Kind", "Unit")]
public sealed class NoticeBoardTests
{
    private readonly NoticeBoard _board = new(new InMemoryDocuments<AccountNotice>(AccountNotice.Collection, TimeProvider.System), TimeProvider.System);
    private readonly AccountId _account = AccountId.New();

    [Fact]
    public async Task The_same_thing_is_told_once_and_the_next_state_takes_its_place()
    {
        await RaiseAsync("key:Hume", "invalid");
        await RaiseAsync("key:Hume", "invalid");
        await RaiseAsync("key:Grok", "spent");
        Assert.Equal(["invalid", "spent"], await OpenAsync());

        await RaiseAsync("key:Hume", "spent");
        Assert.Equal(["spent", "spent"], await OpenAsync());

        await _board.SettleAsync(_account, "key:Hume", CancellationToken.None);
        Assert.Equal(["spent"], await OpenAsync());
        Assert.Equal(3, (await _board.ListAsync(_account, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_dismissed_notice_stays_in_the_list_and_may_come_back_when_it_happens_again()
    {
        await RaiseAsync("key:Hume", "invalid");
        var notice = Assert.Single(await _board.ListOpenAsync(_account, CancellationToken.None));

        Assert.False(await _board.DismissAsync(AccountId.New(), notice.Id, CancellationToken.None));
        Assert.True(await _board.DismissAsync(_account, notice.Id, CancellationToken.None));
        Assert.False(await _board.DismissAsync(_account, notice.Id, CancellationToken.None));

        Assert.Empty(await OpenAsync());
        Assert.NotNull(Assert.Single(await _board.ListAsync(_account, 10, CancellationToken.None)).ClosedAt);
        await RaiseAsync("key:Hume", "invalid");
        Assert.Equal(["invalid"], await OpenAsync());
    }

    [Fact]
    public async Task Open_pages_of_the_account_hear_of_changes_until_they_close()
    {
        var (told, others) = (0, 0);
        using var other = _board.Watch(AccountId.New(), () => others++);
        var watch = _board.Watch(_account, () => told++);

        await RaiseAsync("key:Hume", "invalid");
        await RaiseAsync("key:Hume", "invalid");
        watch.Dispose();
        await RaiseAsync("key:Hume", "spent");

        Assert.Equal((1, 0), (told, others));
    }

    private Task RaiseAsync(string topic, string code) =>
        _board.RaiseAsync(_account, new NoticeDraft(topic, code, NoticeLevel.Problem, "Something happened.", "/settings"), CancellationToken.None);

    private async Task<IEnumerable<string>> OpenAsync() => (await _board.ListOpenAsync(_account, CancellationToken.None)).Select(notice => notice.Code).Order();
}
