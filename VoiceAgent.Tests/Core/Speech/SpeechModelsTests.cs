using System.Text;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Speech.Models;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Core.Speech;

[Trait("Kind", "Unit")]
public sealed class SpeechModelsTests
{
    private static readonly AccountId Account = AccountId.New();

    private readonly ManualTime _time = new();
    private readonly InMemoryProviderKeys _keys = new();
    private readonly ScriptedList _list = new();
    private readonly SpeechModels _models;

    public SpeechModelsTests() => _models = new SpeechModels(_keys, [_list], _time);

    [Fact]
    public async Task The_accounts_own_list_follows_what_is_known_and_is_asked_for_once_an_hour()
    {
        HasKey();

        Assert.Equal(["known", "own"], await ListAsync(Account));
        _time.Advance(TimeSpan.FromMinutes(59));
        Assert.Equal(["known", "own"], await ListAsync(Account));
        Assert.Equal(1, _list.Asked);

        _time.Advance(TimeSpan.FromMinutes(2));
        await ListAsync(Account);
        Assert.Equal(2, _list.Asked);
    }

    [Fact]
    public async Task Another_account_gets_its_own()
    {
        var other = AccountId.New();
        HasKey();

        await ListAsync(Account);
        _list.Own = ["another"];

        Assert.Equal(["known", "another"], await ListAsync(other));
        Assert.Equal(["known", "own"], await ListAsync(Account));
    }

    [Fact]
    public async Task Without_a_key_or_an_answer_the_known_ones_do()
    {
        Assert.Equal(["known"], await ListAsync(Account));
        Assert.Equal(0, _list.Asked);
        HasKey();
        _list.Trouble = new ProviderException(ProviderName.Soniox, ProviderErrorKind.Unavailable);

        Assert.Equal(["known"], await ListAsync(Account));
        Assert.Equal(["known"], await ListAsync(Account));
        Assert.Equal(1, _list.Asked);

        _list.Trouble = null;
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(["known", "own"], await ListAsync(Account));
    }

    [Fact]
    public async Task A_provider_without_a_list_has_nothing() =>
        Assert.Empty(await _models.ListAsync(Account, ProviderName.Hume, CancellationToken.None));

    private Task<IReadOnlyList<string>> ListAsync(AccountId account) => _models.ListAsync(account, ProviderName.Soniox, CancellationToken.None);

    private void HasKey() => _keys.OnLease = (account, provider) => new KeyLease(account, provider, new KeyDestination("test"), Encoding.ASCII.GetBytes("key"));

    private sealed class ScriptedList : ISpeechModelList
    {
        public ProviderName Provider => ProviderName.Soniox;

        public IReadOnlyList<string> Known => ["known"];

        public IReadOnlyList<string> Own { get; set; } = ["known", "own"];

        public ProviderException? Trouble { get; set; }

        public int Asked { get; private set; }

        public Task<IReadOnlyList<string>> AskAsync(KeyLease key, CancellationToken cancellationToken)
        {
            Asked++;
            return Trouble is null ? Task.FromResult(Own) : Task.FromException<IReadOnlyList<string>>(Trouble);
        }
    }
}
