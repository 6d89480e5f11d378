using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Settings;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Tests.Web.Settings;

[Trait("Kind", "Unit")]
public sealed class ApiKeysModelTests
{
    private readonly InMemoryProviderKeys _keys = new();
    private readonly PageServices _page = new();
    private readonly ApiKeysModel _model;

    public ApiKeysModelTests() => _model = new ApiKeysModel(_keys, _page, _page, new SignedInUser(UserId.New(), AccountId.New(), "ada@example.com"));

    [Fact]
    public async Task Without_a_fresh_proof_nothing_is_saved_and_nothing_deleted()
    {
        _keys.Store(ProviderName.OpenAI);
        await _model.LoadAsync(default);
        var slot = _model.Slots.Single(candidate => candidate.Provider.Name is ProviderName.OpenAI);
        _page.IsConfirmed = false;

        var outcome = await _model.SaveAsync(slot, new KeyInput { Key = "0123456789" }, default);
        await _model.DeleteAsync(slot, default);
        var isAsked = slot.NeedsConfirmation;
        _page.IsConfirmed = true;
        await _model.SaveAsync(slot, new KeyInput { Key = "0123456789" }, default);

        Assert.False(outcome.Saved);
        Assert.True(isAsked);
        Assert.False(slot.NeedsConfirmation);
        Assert.NotNull(slot.Key);
        Assert.Single(_keys.Saved);
    }

    [Fact]
    public async Task A_provider_is_required_until_another_of_its_category_is_usable()
    {
        _keys.Store(ProviderName.Soniox);
        _keys.Store(ProviderName.Grok, KeyStatus.Invalid);

        await _model.LoadAsync(default);

        Assert.Equal(
            [ProviderName.Soniox, ProviderName.OpenAI, ProviderName.Grok, ProviderName.ElevenLabs, ProviderName.Hume, ProviderName.Telnyx],
            _model.Slots.Where(slot => slot.IsRequired).Select(slot => slot.Provider.Name));
    }

    [Theory]
    [InlineData(KeyStatus.Valid, KeyStatus.Invalid, true)]
    [InlineData(KeyStatus.Valid, KeyStatus.Untested, false)]
    [InlineData(KeyStatus.QuotaExceeded, KeyStatus.Invalid, false)]
    public async Task The_last_usable_key_of_a_category_is_known(KeyStatus openAI, KeyStatus grok, bool isLast)
    {
        _keys.Store(ProviderName.OpenAI, openAI);
        _keys.Store(ProviderName.Grok, grok);

        await _model.LoadAsync(default);

        Assert.Equal(isLast, _model.IsLastUsable(Slot(ProviderName.OpenAI)));
    }

    [Fact]
    public async Task A_vault_that_locks_while_the_page_is_open_is_told_at_the_field()
    {
        _keys.OnSave = _ => throw new VaultLockedException("locked");
        _keys.OnTest = _ => throw new VaultLockedException("locked");
        await _model.LoadAsync(default);
        var slot = Slot(ProviderName.OpenAI);

        var outcome = await _model.SaveAsync(slot, new KeyInput { Key = "sk-1" }, default);
        await _model.TestAsync(slot, default);

        Assert.Equal(new SaveKeyOutcome(Saved: false, KeyProblem: SettingsText.VaultLockedAtSave), outcome);
        Assert.Equal(new KeyTestResult(KeyVerdict.CouldNotCheck, SettingsText.VaultLockedAtTest), slot.LastTest);
        Assert.False(slot.IsTesting);
    }

    [Fact]
    public void Every_state_verdict_and_provider_has_its_words()
    {
        var statuses = Enum.GetValues<KeyStatus>().Select(status => KeyStatusDisplay.Text(status)).Prepend(KeyStatusDisplay.Text(null)).ToList();

        Assert.Equal(["Not set", "Not tested", "Active", "Limited", "Refused", "No credit", "Must be entered again"], statuses);
        Assert.Distinct(Enum.GetValues<KeyVerdict>().Select(verdict => KeyStatusDisplay.Text(verdict)));
        Assert.All(Enum.GetValues<ProviderName>(), provider => Assert.NotEmpty(KeyGuides.Steps(provider)));
    }

    private KeySlot Slot(ProviderName provider) => _model.Slots.Single(slot => slot.Provider.Name == provider);
}
