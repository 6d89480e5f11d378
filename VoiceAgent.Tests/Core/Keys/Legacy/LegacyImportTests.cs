using System.Text;
using System.Text.Json;
using VoiceAgent.Core.Audit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Fernet;
using VoiceAgent.Core.Keys.Legacy;
using VoiceAgent.Core.Providers;
using VoiceAgent.Tests.Core.Keys.Fernet;

namespace VoiceAgent.Tests.Core.Keys.Legacy;

[Trait("Kind", "Unit")]
public sealed class LegacyImportTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Spring = new(2025, 3, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly LegacyRig _rig = new();

    public static TheoryData<int> Shapes => FernetVectors.Numbers(FernetVectors.Documents);

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [MemberData(nameof(Shapes))]
    public async Task Documents_of_every_shape_are_read(int number)
    {
        var vector = FernetVectors.Documents[number];
        var derivation = FernetVectors.Derivation(vector.Text("kdf"));
        var account = await _rig.RegisterAsync();
        var report = await _rig.Import.RunAsync(
            new LegacyImportPlan
            {
                Source = _rig.Write("keys.json", vector.GetProperty("doc").GetRawText()),
                Secrets = [derivation.Secret()],
                Derivation = derivation.Options(),
                OwnerEmail = LegacyRig.Owner,
            },
            default);

        var names = new LegacyProviderNames(new Dictionary<string, ProviderName>());
        foreach (var expected in vector.GetProperty("expect").EnumerateObject())
        {
            var provider = names.Find(expected.Name)!.Value;
            var line = Assert.Single(report.Lines, line => line.Provider == provider);
            var isError = expected.Value.GetString() == "ERROR";
            Assert.Equal(isError, line.IsProblem);
            Assert.Equal(!isError, line.Outcome is LegacyOutcome.Imported);
            Assert.Equal(isError ? null : expected.Value.GetString(), await _rig.OpenedAsync(account, provider));
        }

        var rest = report.Lines.Where(line => line.Outcome is not LegacyOutcome.Imported && !line.IsProblem).ToList();
        Assert.All(rest, line => Assert.Equal(LegacyOutcome.Empty, line.Outcome));
        Assert.Equal(vector.GetProperty("expect").EnumerateObject().Count(), report.Lines.Count - rest.Count);
    }

    [Fact]
    public async Task An_imported_key_is_untested_knows_its_origin_and_is_masked_as_any_other()
    {
        var account = await _rig.RegisterAsync();
        var token = LegacyRig.Token("sk-proj-0123456789abcdefb14o", Spring);
        await _rig.RunAsync($$"""{"_id":{"$oid":"65a0000000000000000000ac"},"openai_api_key":"{{token}}"}""");

        var stored = (await _rig.StoredAsync(account, ProviderName.OpenAI))!;
        Assert.Equal((KeyStatus.Untested, "b14o", 28, 1), (stored.Status, stored.Tail, stored.Length, stored.Generation));
        Assert.Equal(new KeyOrigin("api_keys", "65a0000000000000000000ac", "openai_api_key", FernetToken.Parse(token)!.Hash, Spring), stored.ImportedFrom);
        Assert.Equal([("key.imported", AuditActor.Operator, 1)], (await _rig.Audit.ListAsync(account, null, 10, default)).Select(entry => (entry.Event.Name, entry.Event.Actor, entry.Event.Generation ?? 0)));
        Assert.Equal(_rig.Vault.Fingerprint(ProviderName.OpenAI, Encoding.ASCII.GetBytes("sk-proj-0123456789abcdefb14o")), stored.Fingerprint);
    }

    [Fact]
    public async Task Running_it_again_changes_nothing_and_a_deleted_key_stays_deleted()
    {
        var account = await _rig.RegisterAsync();
        var content = $$"""{"_id":"one","api_keys":{"openai":"{{LegacyRig.Token("sk-imported-once")}}"} }""";
        Assert.Equal(1, (await _rig.RunAsync(content)).Count(LegacyOutcome.Imported));
        var first = await _rig.StoredAsync(account, ProviderName.OpenAI);

        Assert.Equal(1, (await _rig.RunAsync(content)).Count(LegacyOutcome.AlreadyImported));
        Assert.Equal(first!.Secret.Nonce, (await _rig.StoredAsync(account, ProviderName.OpenAI))!.Secret.Nonce);

        await _rig.Store.DeleteAsync(first, default);
        Assert.Equal(1, (await _rig.RunAsync(content)).Count(LegacyOutcome.AlreadyImported));
        Assert.Null(await _rig.StoredAsync(account, ProviderName.OpenAI));
    }

    [Fact]
    public async Task A_run_that_was_cut_off_between_key_and_record_is_completed()
    {
        await _rig.RegisterAsync();
        var content = $$"""{"_id":"one","api_keys":{"openai":"{{LegacyRig.Token("sk-imported-once")}}"} }""";
        await _rig.RunAsync(content);
        await _rig.Records.DeleteWhereAsync(record => record.Provider == ProviderName.OpenAI, default);

        Assert.Equal(1, (await _rig.RunAsync(content)).Count(LegacyOutcome.AlreadyImported));
        Assert.Equal(1, await _rig.Records.CountAsync(record => record.Provider == ProviderName.OpenAI, default));
    }

    [Fact]
    public async Task A_key_that_its_owner_set_here_is_never_overwritten()
    {
        var account = await _rig.RegisterAsync();
        await _rig.EnterAsync(account, ProviderName.OpenAI, "sk-set-by-its-owner");
        var content = $$"""{"_id":"one","api_keys":{"openai":"{{LegacyRig.Token("sk-from-before", DateTimeOffset.MaxValue)}}","deepgram":"{{LegacyRig.Token("dg-from-before")}}"} }""";

        var report = await _rig.RunAsync(content);

        Assert.Equal([LegacyOutcome.KeptNewer, LegacyOutcome.Imported], report.Lines.Select(line => line.Outcome));
        Assert.Equal("sk-set-by-its-owner", await _rig.OpenedAsync(account, ProviderName.OpenAI));

        await _rig.EnterAsync(account, ProviderName.Deepgram, "dg-replaced-by-its-owner");
        await _rig.RunAsync(content.Replace("\"one\"", "\"two\"", StringComparison.Ordinal));
        Assert.Equal("dg-replaced-by-its-owner", await _rig.OpenedAsync(account, ProviderName.Deepgram));
    }

    [Fact]
    public async Task Of_several_keys_the_latest_wins_and_a_later_one_follows_in_the_next_run()
    {
        var account = await _rig.RegisterAsync();
        string Document(string id, string key, DateTimeOffset when) => $$"""{"_id":"{{id}}","provider":"openai","encrypted_key":"{{LegacyRig.Token(key, when)}}"}""";
        var old = Document("old", "sk-oldest-key", Spring);
        var recent = Document("recent", "sk-recent-key", Spring.AddDays(1));

        var first = await _rig.RunAsync($"[{recent},{old}]");

        Assert.Equal([LegacyOutcome.Imported, LegacyOutcome.Superseded], first.Lines.Select(line => line.Outcome));
        var second = await _rig.RunAsync($"{old}\n{recent}\n{Document("late", "sk-latest-key", Spring.AddDays(2))}\n");
        Assert.Equal([LegacyOutcome.Superseded, LegacyOutcome.Superseded, LegacyOutcome.Imported], second.Lines.Select(line => line.Outcome));
        Assert.Equal("sk-latest-key", await _rig.OpenedAsync(account, ProviderName.OpenAI));
        Assert.Equal(2, (await _rig.StoredAsync(account, ProviderName.OpenAI))!.Generation);
    }

    [Fact]
    public async Task A_dry_run_tells_the_same_and_writes_nothing()
    {
        var account = await _rig.RegisterAsync();
        var content = $$"""{"_id":"one","telnyx_api_key":"{{LegacyRig.Token("KEY0123456789")}}","telnyx_public_key":"{{LegacyRig.PublicKey}}","grok_api_key":"{{LegacyRig.Token("xai-0123456789")}}"}""";

        var dry = await _rig.RunAsync(content, dryRun: true);
        Assert.Empty(await _rig.Store.ListAsync(account, default));
        Assert.Equal(0, await _rig.Records.CountAsync(record => record.Provider == ProviderName.Grok, default));

        var real = await _rig.RunAsync(content);
        Assert.True(dry.IsDryRun);
        Assert.Equal(real.Lines, dry.Lines);
        Assert.All(real.Lines, line => Assert.Equal(LegacyOutcome.Imported, line.Outcome));
    }

    [Theory]
    [InlineData("""{"_id":"t","telnyx_api_key":"KEY","telnyx_public_key":"PUBLIC"}""")]
    [InlineData("""{"_id":"t","api_keys":{"telnyx":"KEY","telnyx_public_key":"PUBLIC"}}""")]
    [InlineData("""{"_id":"t","api_keys":{"telnyx":{"encrypted_key":"KEY","public_key":"PUBLIC"}}}""")]
    [InlineData("""{"_id":"t","provider":"telnyx","encrypted_key":"KEY","webhook_public_key":"PUBLIC"}""")]
    [InlineData("""[{"_id":"u","provider":"telnyx_public_key","encrypted_key":"SEALED"},{"_id":"t","provider":"telnyx","encrypted_key":"KEY"}]""")]
    public async Task The_webhook_public_key_joins_the_telnyx_key(string content)
    {
        var account = await _rig.RegisterAsync();
        var filled = content.Replace("\"KEY\"", $"\"{LegacyRig.Token("KEY0123456789abcdef")}\"", StringComparison.Ordinal)
            .Replace("PUBLIC", LegacyRig.PublicKey, StringComparison.Ordinal)
            .Replace("SEALED", LegacyRig.Token(LegacyRig.PublicKey), StringComparison.Ordinal);

        var report = await _rig.RunAsync(filled);

        Assert.Equal([LegacyOutcome.Imported, LegacyOutcome.Imported], report.Lines.Select(line => line.Outcome));
        Assert.Equal(LegacyRig.PublicKey, (await _rig.StoredAsync(account, ProviderName.Telnyx))!.Destination.WebhookPublicKey);
        Assert.Equal("KEY0123456789abcdef", await _rig.OpenedAsync(account, ProviderName.Telnyx));
        Assert.All((await _rig.RunAsync(filled)).Lines, line => Assert.Equal(LegacyOutcome.AlreadyImported, line.Outcome));
    }

    [Fact]
    public async Task Bad_fields_are_told_apart_and_stop_nothing()
    {
        var account = await _rig.RegisterAsync();
        var foreign = FernetTokens.Make(FernetTokens.Derive("another-secret", "old-salt", 1000), "sk-other");
        var content = $$"""
            {"_id":"x","api_keys":{"deepgram":"dg-in-clear-text","soniox":"{{foreign}}","assemblyai":"{{LegacyRig.Token("two\nlines-of-key")}}",
              "hume":"{{LegacyRig.Token("   ")}}","elevenlabs":17,"acme":"{{LegacyRig.Token("acme-key-1")}}","openai":"{{LegacyRig.Token("sk-with-newline\n")}}"} }
            """;

        var report = await _rig.RunAsync(content);

        Assert.Equal(
            [
                ("api_keys.deepgram", LegacyOutcome.Malformed, false), ("api_keys.soniox", LegacyOutcome.Unreadable, false),
                ("api_keys.assemblyai", LegacyOutcome.Refused, false), ("api_keys.hume", LegacyOutcome.Empty, false),
                ("api_keys.elevenlabs", LegacyOutcome.Malformed, false), ("api_keys.acme", LegacyOutcome.UnknownProvider, false),
                ("api_keys.openai", LegacyOutcome.Imported, true),
            ],
            report.Lines.Select(line => (line.Field, line.Outcome, line.Trimmed)));
        Assert.True(report.HasProblems);
        Assert.Equal("sk-with-newline", await _rig.OpenedAsync(account, ProviderName.OpenAI));
    }

    [Fact]
    public async Task Each_key_goes_to_the_account_with_the_address_of_its_user()
    {
        var ada = await _rig.RegisterAsync("ada@legacy.example");
        var bob = await _rig.RegisterAsync("bob@legacy.example");
        var content = $$"""
            [{"_id":1,"user_id":{"$oid":"65a0000000000000000000aa"},"provider":"openai","encrypted_key":"{{LegacyRig.Token("sk-of-ada-123")}}"},
             {"_id":2,"email":"Bob@Legacy.example","openai_api_key":"{{LegacyRig.Token("sk-of-bob-123")}}"},
             {"_id":3,"user_id":"nobody","provider":"openai","encrypted_key":"{{LegacyRig.Token("sk-of-nobody")}}"}]
            """;

        var report = await _rig.Import.RunAsync(_rig.Plan(content, owner: null, users: """{"_id":{"$oid":"65a0000000000000000000aa"},"email":"ada@legacy.example"}"""), default);

        Assert.Equal([LegacyOutcome.Imported, LegacyOutcome.Imported, LegacyOutcome.UnknownOwner], report.Lines.Select(line => line.Outcome));
        Assert.Equal(("sk-of-ada-123", "sk-of-bob-123"), (await _rig.OpenedAsync(ada, ProviderName.OpenAI), await _rig.OpenedAsync(bob, ProviderName.OpenAI)));
    }

    [Fact]
    public async Task The_operator_can_choose_one_user_inactive_keys_fields_and_names()
    {
        var account = await _rig.RegisterAsync();
        var content = $$"""
            [{"_id":1,"user_id":"a","provider":"stt-main","secret_blob":"{{LegacyRig.Token("dg-of-user-a")}}","is_active":false},
             {"_id":2,"user_id":"b","provider":"stt-main","secret_blob":"{{LegacyRig.Token("dg-of-user-b")}}"},
             {"_id":3,"user_id":"a","vault":{"voice":"{{LegacyRig.Token("el-of-user-a")}}"} }]
            """;
        var fields = new LegacyFieldMap
        {
            KeyFields = ["secret_blob"],
            Aliases = new Dictionary<string, ProviderName> { ["STT main"] = ProviderName.Deepgram },
            Fields = new Dictionary<string, string> { ["vault.voice"] = "elevenlabs" },
        };

        var without = await _rig.Import.RunAsync(_rig.Plan(content, dryRun: true, onlyUser: "a", fields: fields), default);
        Assert.Equal([LegacyOutcome.Inactive, LegacyOutcome.Imported], without.Lines.Select(line => line.Outcome));

        await _rig.Import.RunAsync(_rig.Plan(content, onlyUser: "a", inactive: true, fields: fields), default);
        Assert.Equal(("dg-of-user-a", "el-of-user-a"), (await _rig.OpenedAsync(account, ProviderName.Deepgram), await _rig.OpenedAsync(account, ProviderName.ElevenLabs)));
    }

    [Fact]
    public async Task Nothing_that_is_told_holds_a_key_or_a_token()
    {
        await _rig.RegisterAsync();
        var good = LegacyRig.Token("sk-canary-in-a-token");
        var bad = LegacyRig.Token("canary with spaces");
        var content = $$"""{"_id":"x","api_keys":{"openai":"{{good}}","hume":"{{bad}}","soniox":"canary-in-clear-text"} }""";

        var told = JsonSerializer.Serialize(await _rig.RunAsync(content)) + string.Join(' ', (await _rig.RunAsync(content)).Lines)
            + JsonSerializer.Serialize(await _rig.Import.ProbeAsync(_rig.Plan(content), default));

        Assert.All(["canary", good[..30], bad[..30], "old-jwt-secret", "old-salt"], text => Assert.DoesNotContain(text, told, StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public async Task A_probe_counts_what_each_derivation_opens_and_needs_no_owner()
    {
        var content = string.Concat(Enumerable.Range(0, 60).Select(i => $$"""{"_id":{{i}},"provider":"openai","encrypted_key":"{{LegacyRig.Token($"sk-number-{i}")}}"}""" + "\n"));

        var probe = await _rig.Import.ProbeAsync(_rig.Plan(content, owner: null), default);

        Assert.Equal((60, 60, 50, 50), (probe.Documents, probe.Fields, probe.Tried, probe.Opened));
        Assert.Equal([new FernetCandidate("secret 1, PBKDF2-SHA256, 1000 iterations, salt 1", 50)], probe.Candidates);
    }

    [Fact]
    public async Task What_cannot_be_read_is_told_to_the_operator()
    {
        await _rig.RegisterAsync();
        async Task<string> FailureAsync(LegacyImportPlan plan) => (await Assert.ThrowsAsync<LegacyImportException>(() => _rig.Import.RunAsync(plan, default))).Message;

        Assert.Contains("see line 2", await FailureAsync(_rig.Plan("{\"_id\":1}\n{\"api_key\": gAAAAsecret}\n")), StringComparison.Ordinal);
        Assert.Contains("JSON object", await FailureAsync(_rig.Plan("[1]")), StringComparison.Ordinal);
        Assert.Contains("Sign up with it first", await FailureAsync(_rig.Plan("[]", owner: "nobody@legacy.example")), StringComparison.Ordinal);
        Assert.Contains("cannot be read", await FailureAsync(new LegacyImportPlan { Source = "no-such-file.json", Secrets = [], OwnerEmail = LegacyRig.Owner }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_vault_refuses_before_anything_is_read_but_not_a_dry_run()
    {
        await _rig.RegisterAsync();
        _rig.Vault.Lock("The key file is missing.");
        var content = $$"""{"_id":"one","openai_api_key":"{{LegacyRig.Token("sk-imported-once")}}"}""";

        Assert.Equal(1, (await _rig.RunAsync(content, dryRun: true)).Count(LegacyOutcome.Imported));
        await Assert.ThrowsAsync<VaultLockedException>(() => _rig.RunAsync(content));
    }
}
