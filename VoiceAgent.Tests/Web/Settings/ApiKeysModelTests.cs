using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Tests.Fakes.Documents;
using VoiceAgent.Web.Components.Settings;

namespace VoiceAgent.Tests.Web.Settings;

[Trait("Kind", "Unit")]
public sealed class ApiKeysModelTests
{
    private readonly InMemoryProviderKeys _keys = new();
    private readonly PageServices _page = new();
    private readonly ApiKeysModel _model;

    public ApiKeysModelTests()
    {
        var agents = new AgentRepository(new InMemoryDocuments<Agent>(AgentRepository.Collection, TimeProvider.System));
        var readiness = new CallReadinessService(_keys, _page, new CallableProviders(Enum.GetValues<ProviderName>().ToHashSet()), ProviderEndpoints.Public);
        var services = new KeyServices(_keys, _page, new KeyRemoval(_keys, readiness, agents), _page, _page, new CallRepository(new InMemoryDocuments<Call>(CallRepository.Collection, TimeProvider.System)));
        _model = new ApiKeysModel(services, new AccountActor(AccountId.New(), AuditActor.Of(UserId.New())), ProviderCatalog.All);
    }

    [Fact]
    public async Task Without_a_fresh_proof_nothing_is_deleted_and_nothing_switched_off()
    {
        _keys.Store(ProviderName.OpenAI);
        await _model.LoadAsync(default);
        var slot = Slot(ProviderName.OpenAI);
        _page.IsConfirmed = false;

        await _model.DeleteAsync(slot, default);
        await _model.SwitchAsync(slot, off: true, default);

        Assert.True(slot.NeedsConfirmation);
        Assert.NotNull(slot.Key);
        Assert.Empty(_keys.Configured);

        _page.IsConfirmed = true;
        await _model.DeleteAsync(slot, default);
        Assert.False(slot.NeedsConfirmation);
        Assert.Null(slot.Key);
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
    [InlineData(KeyStatus.QuotaExceeded, KeyStatus.Invalid, true)]
    [InlineData(KeyStatus.Disabled, KeyStatus.Invalid, false)]
    public async Task The_last_usable_key_of_a_category_is_known(KeyStatus openAI, KeyStatus grok, bool isLast)
    {
        _keys.Store(ProviderName.OpenAI, openAI);
        _keys.Store(ProviderName.Grok, grok);

        await _model.LoadAsync(default);

        Assert.Equal(isLast, (await _model.ImpactAsync(Slot(ProviderName.OpenAI), default)).IsLastUsable);
    }

    [Fact]
    public async Task A_vault_that_locks_while_the_page_is_open_is_told_at_the_test()
    {
        _keys.OnTest = _ => throw new VaultLockedException("locked");
        await _model.LoadAsync(default);
        var slot = Slot(ProviderName.OpenAI);

        await _model.TestAsync(slot, default);

        Assert.Equal(new KeyTestResult(KeyVerdict.CouldNotCheck, SettingsText.VaultLockedAtTest), slot.LastTest);
        Assert.False(slot.IsTesting);
    }

    [Fact]
    public async Task Switching_a_key_off_keeps_its_dates_and_dates_keep_it_off()
    {
        _keys.Store(ProviderName.OpenAI);
        await _model.LoadAsync(default);
        var slot = Slot(ProviderName.OpenAI);
        var day = new DateOnly(2027, 1, 31);

        await _model.SetDatesAsync(slot, day, null, default);
        await _model.SwitchAsync(slot, off: true, default);
        await _model.SetDatesAsync(slot, day, day, default);
        await _model.SwitchAsync(slot, off: false, default);

        Assert.Equal(
            [new KeySettings(false, day, null), new KeySettings(true, day, null), new KeySettings(true, day, day), new KeySettings(false, day, day)],
            _keys.Configured.Select(change => change.Settings));
    }

    [Fact]
    public void Every_state_verdict_and_provider_has_its_words()
    {
        var statuses = Enum.GetValues<KeyStatus>().Select(status => KeyStatusDisplay.Text(status)).Prepend(KeyStatusDisplay.Text(null)).ToList();

        Assert.Equal(["Not set", "Not tested", "Active", "Limited", "Refused", "No credit", "Must be entered again", "Switched off", "Expired"], statuses);
        Assert.Distinct(Enum.GetValues<KeyVerdict>().Select(verdict => KeyStatusDisplay.Text(verdict)));
        Assert.All(Enum.GetValues<ProviderName>(), provider => Assert.NotEmpty(KeyGuides.Steps(provider)));
        Assert.All(Enum.GetValues<ProviderName>(), provider => Assert.DoesNotContain(string.Empty, new[] { KeyGuides.Permission(provider), KeyGuides.Cost(provider) }));
    }

    [Theory]
    [InlineData(ProviderName.OpenAI, "How to get an OpenAI key")]
    [InlineData(ProviderName.AssemblyAI, "How to get an AssemblyAI key")]
    [InlineData(ProviderName.Hume, "How to get a Hume key")]
    public void Links_to_the_help_read_well(ProviderName provider, string text) => Assert.Equal(text, SettingsText.HelpLink(ProviderCatalog.Get(provider)));

    [Fact]
    public void Every_provider_has_its_page_with_steps_permission_costs_and_what_goes_wrong()
    {
        foreach (var provider in Enum.GetValues<ProviderName>().Select(ProviderCatalog.Get))
        {
            var path = Path.Combine(Architecture.SourceTree.Root, KeyGuides.DocumentPath(provider));
            Assert.True(File.Exists(path), $"{KeyGuides.DocumentPath(provider)} is missing.");
            var text = File.ReadAllText(path);
            Assert.All(["1. ", "## Smallest permission that works", "## Costs", "## When it does not work"], part => Assert.Contains(part, text, StringComparison.Ordinal));
        }
    }

    private KeySlot Slot(ProviderName provider) => _model.Slots.Single(slot => slot.Provider.Name == provider);
}
