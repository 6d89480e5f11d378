using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Choices;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Providers;

[Trait("Kind", "Unit")]
public sealed class ProviderChoicesTests
{
    private static readonly AccountId Account = AccountId.New();

    private readonly ManualTime _time = new();
    private readonly InMemoryProviderKeys _keys = new();
    private readonly ScriptedList _list = new();
    private readonly ProviderChoices _choices;

    public ProviderChoicesTests()
    {
        _choices = new ProviderChoices(_keys, [_list], _time);
        _keys.OnLease = (account, provider) => new KeyLease(account, provider, new KeyDestination("test"), Encoding.ASCII.GetBytes("key"));
    }

    [Fact]
    public async Task Without_a_usable_key_nobody_is_asked()
    {
        Assert.Equal(["known"], await ListAsync(Account));
        _keys.Store(ProviderName.Hume, KeyStatus.Invalid);
        Assert.Equal(["known"], await ListAsync(Account));

        Assert.Equal(0, _list.Asked);
    }

    [Fact]
    public async Task A_list_is_the_accounts_own_and_asked_for_once_in_ten_minutes()
    {
        _keys.Store(ProviderName.Hume);
        Assert.Equal(["own"], await ListAsync(Account));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(["own"], await ListAsync(Account));
        Assert.Equal(1, _list.Asked);

        _list.Own = ["other"];
        Assert.Equal(["other"], await ListAsync(AccountId.New()));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["other"], await ListAsync(Account));
        Assert.Equal(3, _list.Asked);
    }

    [Fact]
    public async Task Another_key_has_another_list_at_once()
    {
        _keys.Store(ProviderName.Hume, KeyStatus.Valid);
        await ListAsync(Account);
        _list.Own = ["new"];

        _keys.Change(ProviderName.Hume, key => key with { Fingerprint = "ffffffff" });

        Assert.Equal(["new"], await ListAsync(Account));
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_is_left_alone_for_a_minute()
    {
        _keys.Store(ProviderName.Hume);
        _list.Trouble = new ProviderException(ProviderName.Hume, ProviderErrorKind.Unauthorized);

        Assert.Equal(["known"], await ListAsync(Account));
        Assert.Equal(["known"], await ListAsync(Account));
        Assert.Equal(1, _list.Asked);

        _list.Trouble = null;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["own"], await ListAsync(Account));
    }

    [Fact]
    public async Task The_last_list_outlives_trouble_for_a_day_and_says_from_when_it_is()
    {
        _keys.Store(ProviderName.Hume);
        await ListAsync(Account);
        var given = _time.GetUtcNow();
        _list.Trouble = new ProviderException(ProviderName.Hume, ProviderErrorKind.Timeout);

        for (var hours = 0; hours < 23; hours++)
        {
            _time.Advance(TimeSpan.FromHours(1));
            var listing = await AskAsync(Account);
            Assert.Equal(("own", ProviderErrorKind.Timeout, given), (Assert.Single(listing.Choices).Id, listing.Trouble, listing.RememberedFrom));
        }

        _time.Advance(TimeSpan.FromHours(2));
        Assert.Equal(("known", ProviderErrorKind.Timeout, null), await AskAsync(Account) is var late ? (Assert.Single(late.Choices).Id, late.Trouble, late.RememberedFrom) : default);
        _list.Trouble = null;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Null((await AskAsync(Account)).Trouble);
    }

    [Fact]
    public async Task A_list_of_another_key_is_not_kept()
    {
        _keys.Store(ProviderName.Hume);
        await ListAsync(Account);
        _keys.Change(ProviderName.Hume, key => key with { Fingerprint = "ffffffff" });
        _list.Trouble = new ProviderException(ProviderName.Hume, ProviderErrorKind.Unavailable);

        Assert.Equal(["known"], await ListAsync(Account));
    }

    [Fact]
    public async Task Whoever_asks_meanwhile_gets_the_same_answer_and_nobody_who_leaves_takes_it_along()
    {
        _keys.Store(ProviderName.Hume);
        _list.Gate = new TaskCompletionSource();
        using var leaving = new CancellationTokenSource();
        var first = _choices.ListAsync(Account, ProviderName.Hume, ChoiceKind.Voice, leaving.Token);
        var others = Enumerable.Range(0, 20).Select(_ => ListAsync(Account)).ToArray();

        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        _list.Gate.SetResult();

        Assert.All(await Task.WhenAll(others), ids => Assert.Equal(["own"], ids));
        Assert.Equal(1, _list.Asked);
    }

    [Fact]
    public async Task Only_so_many_lists_are_remembered_and_the_oldest_go_first()
    {
        _keys.Store(ProviderName.Hume);
        for (var i = 0; i < ProviderChoices.MaxRemembered; i++)
        {
            _time.Advance(TimeSpan.FromMilliseconds(1));
            await ListAsync(AccountId.New());
        }

        await ListAsync(Account);
        Assert.InRange(_choices.Count, 1, ProviderChoices.MaxRemembered);
        var asked = _list.Asked;
        await ListAsync(Account);
        Assert.Equal(asked, _list.Asked);
    }

    [Fact]
    public async Task A_provider_without_such_a_list_has_nothing() =>
        Assert.Same(ChoiceListing.Empty, await _choices.ListAsync(Account, ProviderName.Hume, ChoiceKind.Model, CancellationToken.None));

    private async Task<IEnumerable<string>> ListAsync(AccountId account) => (await AskAsync(account)).Choices.Select(choice => choice.Id);

    private Task<ChoiceListing> AskAsync(AccountId account) => _choices.ListAsync(account, ProviderName.Hume, ChoiceKind.Voice, CancellationToken.None);

    private sealed class ScriptedList : IChoiceList
    {
        public ProviderName Provider => ProviderName.Hume;

        public ChoiceKind Kind => ChoiceKind.Voice;

        public IReadOnlyList<ProviderChoice> Known => [ProviderChoice.Named("known")];

        public string[] Own { get; set; } = ["own"];

        public ProviderException? Trouble { get; set; }

        public int Asked { get; private set; }

        /// <summary>The answer waits for it.</summary>
        public TaskCompletionSource? Gate { get; set; }

        public async Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
        {
            Asked++;
            await (Gate?.Task ?? Task.CompletedTask);
            return Trouble is null ? [.. Own.Select(ProviderChoice.Named)] : throw Trouble;
        }
    }
}
