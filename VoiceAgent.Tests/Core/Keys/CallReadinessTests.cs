using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Agents;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Readiness;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;

namespace VoiceAgent.Tests.Core.Keys;

[Trait("Kind", "Unit")]
public sealed class CallReadinessTests
{
    private static readonly ProviderName[] Everything = [.. ProviderCatalog.All.Select(provider => provider.Name)];

    private static readonly CallableProviders AllCallable = new(Everything.ToHashSet());

    private static readonly AccountId Account = AccountId.New();

    [Fact]
    public async Task Every_set_of_keys_is_judged_by_its_categories()
    {
        for (var set = 0; set < 1 << Everything.Length; set++)
        {
            var has = Everything.Where((_, index) => (set & (1 << index)) != 0).ToHashSet();
            ProviderCategory[] expected =
            [
                .. When(!has.Overlaps([ProviderName.Deepgram, ProviderName.Soniox, ProviderName.AssemblyAI]), ProviderCategory.SpeechToText),
                .. When(!has.Overlaps([ProviderName.OpenAI, ProviderName.Grok]), ProviderCategory.LanguageModel),
                .. When(!has.Overlaps([ProviderName.ElevenLabs, ProviderName.Hume]), ProviderCategory.TextToSpeech),
                .. When(!has.Contains(ProviderName.Telnyx), ProviderCategory.Telephony),
            ];
            var service = Service([.. has.Select(provider => Info(provider))]);

            var readiness = await service.EvaluateAsync(Account, null, CancellationToken.None);
            var selection = await service.SelectAsync(Account, null, CancellationToken.None);

            Assert.Equal(expected, readiness.Missing.Select(part => part.Category));
            Assert.All(readiness.Missing, part => Assert.Equal(MissingReason.NoKey, part.Reason));
            Assert.Equal(expected.Length == 0, readiness.IsReady);
            Assert.Equal(expected.All(category => category is ProviderCategory.Telephony), selection is not null);
        }
    }

    [Fact]
    public async Task Without_any_key_each_part_says_what_to_add_and_where()
    {
        var readiness = await Service([]).EvaluateAsync(Account, null, CancellationToken.None);

        Assert.Equal(
            [
                ("No speech-to-text key. Add Deepgram, Soniox or AssemblyAI.", "/settings#speech-to-text"),
                ("No language model key. Add OpenAI or Grok (xAI).", "/settings#language-model"),
                ("No text-to-speech key. Add ElevenLabs or Hume.", "/settings#text-to-speech"),
                ("No telephony key. Add Telnyx.", "/settings#telephony"),
            ],
            readiness.Missing.Select(part => (part.Message, part.ActionUrl)));
        Assert.Equal([ProviderName.ElevenLabs, ProviderName.Hume], readiness.Missing[2].Providers);
    }

    [Fact]
    public async Task A_Telnyx_key_without_its_public_key_is_not_enough()
    {
        var keys = Ready().Where(key => key.Provider != ProviderName.Telnyx).Append(Info(ProviderName.Telnyx) with { HasWebhookPublicKey = false });

        var missing = Assert.Single((await Service([.. keys]).EvaluateAsync(Account, null, CancellationToken.None)).Missing);

        Assert.Equal((ProviderCategory.Telephony, MissingReason.NoWebhookPublicKey), (missing.Category, missing.Reason));
        Assert.Equal("The Telnyx key has no webhook public key. Enter it, or test the key to fetch it from Telnyx.", missing.Message);
    }

    [Theory]
    [InlineData(KeyStatus.Invalid, null, "No usable text-to-speech key. Hume refused the stored key: replace it. Or add ElevenLabs.")]
    [InlineData(KeyStatus.Disabled, null, "No usable text-to-speech key. The Hume key is switched off: switch it on again. Or add ElevenLabs.")]
    [InlineData(KeyStatus.Expired, null, "No usable text-to-speech key. The Hume key has expired: enter a new one, or change its date. Or add ElevenLabs.")]
    [InlineData(KeyStatus.NeedsReentry, null, "No usable text-to-speech key. The stored Hume key can no longer be read: enter it again. Or add ElevenLabs.")]
    [InlineData(KeyStatus.Valid, "sandbox", "No usable text-to-speech key. The Hume key was stored for sandbox and is not sent elsewhere: enter the key again. Or add ElevenLabs.")]
    public async Task A_key_that_cannot_be_used_is_explained(KeyStatus status, string? storedFor, string message)
    {
        var keys = Ready().Where(key => key.Provider != ProviderName.ElevenLabs).Append(Info(ProviderName.Hume) with { Status = status, StoredFor = storedFor });

        var missing = Assert.Single((await Service([.. keys]).EvaluateAsync(Account, null, CancellationToken.None)).Missing);

        Assert.Equal((MissingReason.KeyUnusable, message), (missing.Reason, missing.Message));
    }

    [Theory]
    [InlineData(KeyStatus.Untested)]
    [InlineData(KeyStatus.Valid)]
    [InlineData(KeyStatus.ValidLimited)]
    public async Task An_untested_or_limited_key_does_not_block(KeyStatus status) =>
        Assert.True((await Service([.. Ready().Select(key => key with { Status = status })]).EvaluateAsync(Account, null, CancellationToken.None)).IsReady);

    [Fact]
    public async Task Spent_credit_warns_and_does_not_block_because_it_can_be_added_at_any_time()
    {
        var keys = Ready().Select(key => key.Provider is ProviderName.OpenAI ? key with { Status = KeyStatus.QuotaExceeded } : key).ToArray();

        var readiness = await Service(keys).EvaluateAsync(Account, null, CancellationToken.None);

        Assert.True(readiness.IsReady);
        var warning = Assert.Single(readiness.Warnings);
        Assert.Equal(
            (ProviderCategory.LanguageModel, MissingReason.NoCredit, "The OpenAI account has no credit left: add credit there, then test the key."),
            (warning.Category, warning.Reason, warning.Message));
    }

    [Fact]
    public async Task A_key_without_credit_is_used_only_when_there_is_no_other()
    {
        ProviderKeyInfo[] keys = [.. Ready().Select(key => key with { Status = KeyStatus.QuotaExceeded }), Info(ProviderName.Grok)];
        var service = Service(keys);

        Assert.Equal(
            new ProviderSelection([ProviderName.Deepgram], [ProviderName.Grok, ProviderName.OpenAI], [ProviderName.ElevenLabs]),
            await service.SelectAsync(Account, null, CancellationToken.None));
        var warned = (await service.EvaluateAsync(Account, null, CancellationToken.None)).Warnings.Select(part => part.Category);
        Assert.Equal([ProviderCategory.SpeechToText, ProviderCategory.TextToSpeech, ProviderCategory.Telephony], warned);
    }

    [Fact]
    public async Task The_agents_choice_counts_even_where_another_key_would_do()
    {
        var agent = AgentWith(textToSpeech: ProviderName.Hume);

        var missing = Assert.Single((await Service(Ready()).EvaluateAsync(Account, agent, CancellationToken.None)).Missing);

        Assert.Equal((MissingReason.AgentChoice, ProviderCategory.TextToSpeech), (missing.Reason, missing.Category));
        Assert.Equal([ProviderName.Hume], missing.Providers);
        Assert.Equal("The agent's text-to-speech is Hume. There is no Hume key: add one. Or choose another provider for the agent.", missing.Message);
        Assert.Null(await Service(Ready()).SelectAsync(Account, agent, CancellationToken.None));
    }

    [Fact]
    public async Task A_call_uses_the_agents_choice_and_else_the_usable_keys_in_catalog_order()
    {
        ProviderKeyInfo[] keys =
        [
            Info(ProviderName.AssemblyAI), Info(ProviderName.Soniox), Info(ProviderName.Deepgram) with { Status = KeyStatus.Invalid },
            Info(ProviderName.Grok), Info(ProviderName.OpenAI), Info(ProviderName.Hume), Info(ProviderName.ElevenLabs),
        ];

        Assert.Equal(
            new ProviderSelection([ProviderName.Soniox, ProviderName.AssemblyAI], [ProviderName.OpenAI, ProviderName.Grok], [ProviderName.ElevenLabs, ProviderName.Hume]),
            await Service(keys).SelectAsync(Account, null, CancellationToken.None));
        Assert.Equal(
            new ProviderSelection([ProviderName.AssemblyAI], [ProviderName.Grok], [ProviderName.Hume]),
            await Service(keys).SelectAsync(
                Account, AgentWith(ProviderName.AssemblyAI, ProviderName.Grok, ProviderName.Hume), CancellationToken.None));
    }

    [Fact]
    public async Task An_agents_order_counts_as_far_as_its_keys_are_usable()
    {
        ProviderKeyInfo[] keys = [.. Ready(), Info(ProviderName.Hume), Info(ProviderName.Soniox) with { Status = KeyStatus.Invalid }];
        var agent = AgentWith() with
        {
            SpeechToText = [ProviderName.Soniox, ProviderName.AssemblyAI, ProviderName.Deepgram],
            TextToSpeech = [ProviderName.Hume, ProviderName.ElevenLabs],
        };

        Assert.Equal(
            new ProviderSelection([ProviderName.Deepgram], [ProviderName.OpenAI], [ProviderName.Hume, ProviderName.ElevenLabs]),
            await Service(keys).SelectAsync(Account, agent, CancellationToken.None));
        Assert.True((await Service(keys).EvaluateAsync(Account, agent, CancellationToken.None)).IsReady);
        var none = agent with { SpeechToText = [ProviderName.Soniox, ProviderName.AssemblyAI] };
        Assert.Equal(
            "The agent's speech-to-text is Soniox or AssemblyAI. Soniox refused the stored key: replace it. There is no AssemblyAI key: add one. "
            + "Or choose another provider for the agent.",
            Assert.Single((await Service(keys).EvaluateAsync(Account, none, CancellationToken.None)).Missing).Message);
    }

    [Fact]
    public async Task A_locked_vault_is_the_one_thing_to_say()
    {
        var service = new CallReadinessService(new ListedKeys(Ready()), new Status(new VaultState("The file is gone.")), AllCallable, ProviderEndpoints.Public);

        var missing = Assert.Single((await service.EvaluateAsync(Account, null, CancellationToken.None)).Missing);

        Assert.Equal((MissingReason.VaultLocked, "The key vault is locked, so no call can start. The file is gone."), (missing.Reason, missing.Message));
        Assert.Null(await service.SelectAsync(Account, null, CancellationToken.None));
    }

    [Fact]
    public async Task A_key_that_calls_cannot_run_on_yet_does_not_make_ready()
    {
        ProviderKeyInfo[] keys = [Info(ProviderName.Deepgram), Info(ProviderName.OpenAI), Info(ProviderName.Hume), Info(ProviderName.Telnyx)];
        var callable = new CallableProviders(Everything.Except([ProviderName.Hume]).ToHashSet());
        var service = new CallReadinessService(new ListedKeys(keys), new Status(VaultState.Open), callable, ProviderEndpoints.Public);

        var missing = Assert.Single((await service.EvaluateAsync(Account, null, CancellationToken.None)).Missing);

        Assert.Equal(
            "No usable text-to-speech key. The Hume key is stored, but calls cannot run on Hume in this version. Add ElevenLabs.",
            missing.Message);
        Assert.Null(await service.SelectAsync(Account, null, CancellationToken.None));
    }

    private static CallReadinessService Service(ProviderKeyInfo[] keys, CallableProviders? callable = null, ProviderEndpoints? endpoints = null) =>
        new(new ListedKeys(keys), new Status(VaultState.Open), callable ?? AllCallable, endpoints ?? ProviderEndpoints.Public);

    private static ProviderKeyInfo[] Ready() =>
        [Info(ProviderName.Deepgram), Info(ProviderName.OpenAI), Info(ProviderName.ElevenLabs), Info(ProviderName.Telnyx)];

    [Fact]
    public async Task An_operators_server_is_a_language_model_like_the_others_and_comes_last()
    {
        var server = new CompatibleServer { Id = "office-llm", Name = "Office LLM", BaseUrl = new("https://llm.example.com/v1"), DefaultModel = "llama" };
        var endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint>(), servers: [server]);
        ProviderName[] everyone = [.. Everything, ProviderName.Compatible];
        var callable = new CallableProviders(everyone.ToHashSet());
        ProviderKeyInfo[] alone = [.. everyone.Except([ProviderName.OpenAI, ProviderName.Grok]).Select(Info)];

        Assert.True((await Service(alone, callable, endpoints).EvaluateAsync(Account, null, CancellationToken.None)).IsReady);
        Assert.Equal(
            [ProviderName.OpenAI, ProviderName.Grok, ProviderName.Compatible],
            (await Service([.. everyone.Select(Info)], callable, endpoints).SelectAsync(Account, null, CancellationToken.None))!.LanguageModel);
        var missing = Assert.Single((await Service([.. alone.Where(key => key.Provider is not ProviderName.Compatible)], callable, endpoints)
            .EvaluateAsync(Account, null, CancellationToken.None)).Missing);
        Assert.Equal("No language model key. Add OpenAI, Grok (xAI) or OpenAI-compatible server.", missing.Message);

        Assert.False((await Service(alone, callable).EvaluateAsync(Account, null, CancellationToken.None)).IsReady);
    }

    private static ProviderKeyInfo Info(ProviderName provider) => new()
    {
        Provider = provider,
        Tail = "aaaa",
        Fingerprint = "01234567",
        Status = KeyStatus.Valid,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        HasWebhookPublicKey = provider is ProviderName.Telnyx,
    };

    private static Agent AgentWith(ProviderName? speechToText = null, ProviderName? languageModel = null, ProviderName? textToSpeech = null) => new()
    {
        Id = AgentId.New(),
        AccountId = Account,
        Name = "Reception",
        Instructions = "Be brief.",
        SpeechToText = Order(speechToText),
        LanguageModel = Order(languageModel),
        TextToSpeech = Order(textToSpeech),
        CreatedAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
    };

    private static ProviderOrder Order(ProviderName? only) => only is { } name ? [name] : ProviderOrder.Automatic;

    private static ProviderCategory[] When(bool missing, ProviderCategory category) => missing ? [category] : [];

    private sealed record Status(VaultState State) : IVaultStatus;

    /// <summary>Keys that can be listed and nothing else: readiness opens none.</summary>
    private sealed class ListedKeys(IReadOnlyList<ProviderKeyInfo> keys) : IProviderKeys
    {
        public Task<IReadOnlyList<ProviderKeyInfo>> ListAsync(AccountId account, CancellationToken cancellationToken) => Task.FromResult(keys);

        public Task<SaveKeyOutcome> SaveAsync(AccountId account, AuditActor by, ProviderName provider, KeyInput input, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<KeyTestResult?> TestAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<bool> ConfigureAsync(AccountId account, AuditActor by, ProviderName provider, KeySettings settings, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<bool> DeleteAsync(AccountId account, AuditActor by, ProviderName provider, CancellationToken cancellationToken) =>
            throw new InvalidOperationException();

        public Task<KeyLease?> LeaseAsync(AccountId account, ProviderName provider, CancellationToken cancellationToken) => throw new InvalidOperationException();

        public Task<string?> FindWebhookPublicKeyAsync(AccountId account, CancellationToken cancellationToken) => throw new InvalidOperationException();
    }
}
