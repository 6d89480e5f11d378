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
    public async Task A_provider_without_such_a_list_has_nothing() =>
        Assert.Empty(await _choices.ListAsync(Account, ProviderName.Hume, ChoiceKind.Model, CancellationToken.None));

    private async Task<IEnumerable<string>> ListAsync(AccountId account) =>
        (await _choices.ListAsync(account, ProviderName.Hume, ChoiceKind.Voice, CancellationToken.None)).Select(choice => choice.Id);

    private sealed class ScriptedList : IChoiceList
    {
        public ProviderName Provider => ProviderName.Hume;

        public ChoiceKind Kind => ChoiceKind.Voice;

        public IReadOnlyList<ProviderChoice> Known => [ProviderChoice.Named("known")];

        public string[] Own { get; set; } = ["own"];

        public ProviderException? Trouble { get; set; }

        public int Asked { get; private set; }

        public Task<IReadOnlyList<ProviderChoice>> AskAsync(KeyLease key, CancellationToken cancellationToken)
        {
            Asked++;
            return Trouble is null ? Task.FromResult<IReadOnlyList<ProviderChoice>>([.. Own.Select(ProviderChoice.Named)]) : throw Trouble;
        }
    }
}
