using Bunit;
using VoiceAgent.Core.Calls;
using VoiceAgent.Core.Failover;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Keys.Usage;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Providers.Compatible;
using VoiceAgent.Web.Components.Settings;

namespace VoiceAgent.Tests.Web.Settings;

[Trait("Kind", "Component")]
public sealed class ApiKeysPageTests : PageContext
{
    [Fact]
    public void Eight_providers_stand_in_four_categories_that_addresses_can_name()
    {
        var page = Open<ApiKeys>();

        Assert.Equal(
            ["speech-to-text", "language-model", "text-to-speech", "telephony"],
            page.FindAll("section.section").Select(section => section.Id).Where(id => id != "help"));
        Assert.Equal(ProviderCatalog.All.Select(provider => provider.DisplayName), page.FindAll("article h3").Select(title => title.TextContent));
    }

    [Fact]
    public void What_is_missing_is_listed_with_links_and_a_ready_account_is_told_so()
    {
        Page.Readiness = new CallReadiness
        {
            Missing =
            [
                new MissingPart(ProviderCategory.TextToSpeech, [], MissingReason.NoKey, "No text-to-speech key. Add ElevenLabs or Hume.", "/settings#text-to-speech"),
            ],
        };
        var page = Open<ApiKeys>();

        var link = page.Find(".readiness-list a");
        Assert.Equal("No text-to-speech key. Add ElevenLabs or Hume.", link.TextContent);
        Assert.Equal("/settings#text-to-speech", link.GetAttribute("href"));
        Assert.Contains(SettingsText.NotReadyTitle, page.Find(".notice").TextContent, StringComparison.Ordinal);

        Page.Readiness = new CallReadiness { Missing = [] };
        Assert.Contains(SettingsText.ReadyTitle, Open<ApiKeys>().Find(".notice").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stored_key_is_tested_at_once_and_its_marks_are_shown()
    {
        var page = Open<ApiKeys>();
        var form = FormOf(page, ProviderName.Deepgram);

        await page.InvokeAsync(form.Instance.BeginSave);
        Assert.Equal(SettingsText.Saving, Card(page, "Deepgram").QuerySelector("button[type=submit]")!.TextContent.Trim());
        Keys.Store(ProviderName.Deepgram, KeyStatus.Untested);
        await page.InvokeAsync(() => form.Instance.EndSave(new KeyFormAnswer(new SaveKeyOutcome(Saved: true, Warning: "Look again."))));

        page.WaitForAssertion(() => Assert.Contains("The key works. It may stream.", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Assert.Equal([ProviderName.Deepgram], Keys.Tested);
        Assert.Contains("•••• b14o", Card(page, "Deepgram").TextContent, StringComparison.Ordinal);
        Assert.Contains("Look again.", Card(page, "Deepgram").QuerySelector("form [role=status]")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_fresh_proof_the_page_says_so_and_tests_nothing()
    {
        Page.IsConfirmed = false;
        var page = Open<ApiKeys>();
        var first = page.Find(".notice a[href^='/account/confirm']");
        var form = FormOf(page, ProviderName.Deepgram);

        await page.InvokeAsync(() => form.Instance.EndSave(new KeyFormAnswer(new SaveKeyOutcome(Saved: false), NeedsConfirmation: true)));
        page.WaitForAssertion(() => Assert.Equal("_blank", Card(page, "Deepgram").QuerySelector("[role=alert] a")!.GetAttribute("target")));

        Assert.Equal("/account/confirm?returnUrl=%2Fsettings", first.GetAttribute("href"));
        Assert.Null(first.GetAttribute("target"));
        Assert.Empty(Keys.Tested);
        Assert.Null(Field(page, SettingsText.KeyField).GetAttribute("aria-invalid"));

        Keys.Store(ProviderName.Deepgram, KeyStatus.Untested);
        await page.InvokeAsync(() => form.Instance.EndSave(new KeyFormAnswer(new SaveKeyOutcome(Saved: true))));
        page.WaitForAssertion(() => Assert.Single(Keys.Tested));
        Assert.Null(Card(page, "Deepgram").QuerySelector("[role=alert]"));
    }

    [Fact]
    public async Task A_refused_text_has_its_problem_at_the_field()
    {
        var page = Open<ApiKeys>();
        var form = FormOf(page, ProviderName.Deepgram);

        await page.InvokeAsync(() => form.Instance.EndSave(new KeyFormAnswer(new SaveKeyOutcome(Saved: false, KeyProblem: "A key has no line breaks."))));

        var field = Field(page, SettingsText.KeyField);
        Assert.Equal("true", field.GetAttribute("aria-invalid"));
        Assert.Equal("A key has no line breaks.", page.Find("#" + field.GetAttribute("aria-describedby")).TextContent);
        Assert.Empty(Keys.Tested);

        await page.InvokeAsync(() => form.Instance.EndSave(null));
        Assert.Equal(SettingsText.NotSent, page.Find("#" + field.GetAttribute("aria-describedby")).TextContent);
    }

    [Fact]
    public void The_key_goes_from_the_browser_to_the_server_as_a_form_and_never_through_the_circuit()
    {
        var page = Open<ApiKeys>();
        var form = Card(page, "Deepgram").QuerySelector("form")!;
        var field = Field(page, SettingsText.KeyField);

        Assert.Equal(("post", "/settings/keys/deepgram"), (form.GetAttribute("method"), form.GetAttribute("action")));
        Assert.Equal(("Key", "password", "off", "false"), (field.GetAttribute("name"), field.GetAttribute("type"), field.GetAttribute("autocomplete"), field.GetAttribute("spellcheck")));
        Assert.DoesNotContain(field.Attributes, attribute => attribute.Name.StartsWith("blazor:on", StringComparison.Ordinal));
        Assert.Equal(ProviderCatalog.All.Count, JSInterop.Invocations["voiceAgent.attachKeyForm"].Count);
    }

    [Fact]
    public void Providers_with_regions_offer_them_and_show_the_stored_one()
    {
        Keys.Store(ProviderName.Deepgram);
        Keys.Change(ProviderName.Deepgram, key => key with { Region = "eu" });
        var page = Open<ApiKeys>();

        Assert.Equal(["Global", "European Union", "Australia", "India"], page.FindAll("#deepgram-region option").Select(option => option.TextContent));
        Assert.Equal("eu", page.Find("#deepgram-region option[selected]").GetAttribute("value"));
        Assert.Contains("European Union", Card(page, "Deepgram").QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("#hume-region"));
    }

    [Fact]
    public void The_last_use_links_to_its_call()
    {
        var call = CallId.New();
        Keys.Store(ProviderName.Deepgram);
        Page.Uses.Add(new KeyUse { AccountId = Account, Provider = ProviderName.Deepgram, Day = new DateOnly(2026, 11, 25), Count = 12, LastAt = DateTimeOffset.UnixEpoch, LastCallId = call });
        var page = Open<ApiKeys>();

        var use = Card(page, "Deepgram").QuerySelector(".key-use")!;
        Assert.Equal("used 12 times on 25 Nov, last by this call", use.TextContent);
        Assert.Equal($"/calls/{call}", use.QuerySelector("a")!.GetAttribute("href"));
    }

    [Fact]
    public async Task A_provider_that_failed_in_calls_tells_who_took_over_and_links_to_the_last()
    {
        Keys.Store(ProviderName.OpenAI);
        Keys.Store(ProviderName.Grok);
        var incident = new ProviderIncident(TimeSpan.FromSeconds(42), ProviderName.OpenAI, ProviderErrorKind.Timeout, ProviderName.Grok) { TakenOverAfter = TimeSpan.FromMilliseconds(900) };
        var earlier = Made(new DateTimeOffset(2026, 11, 25, 9, 0, 0, TimeSpan.Zero), incident with { Kind = ProviderErrorKind.Unavailable });
        var last = Made(new DateTimeOffset(2026, 11, 25, 10, 0, 0, TimeSpan.Zero), incident);
        await Calls.InsertAsync(Account, last, CancellationToken.None);
        await Calls.InsertAsync(Account, earlier, CancellationToken.None);
        var page = Open<ApiKeys>();

        var trouble = Card(page, "OpenAI").QuerySelector(".key-trouble")!;
        Assert.StartsWith(
            "Failed in 2 of the latest calls, last: OpenAI stopped answering at 0:42; Grok (xAI) took over after 900 ms.",
            string.Join(' ', trouble.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)),
            StringComparison.Ordinal);
        Assert.Equal($"/calls/{last.Id}", trouble.QuerySelector("a")!.GetAttribute("href"));
        Assert.Null(Card(page, "Grok (xAI)").QuerySelector(".key-trouble"));

        Call Made(DateTimeOffset at, ProviderIncident incident) => new()
        {
            Id = CallId.New(),
            AccountId = Account,
            Direction = CallDirection.Inbound,
            CallControlId = $"control-{at.Hour}",
            StartedAt = at,
            AnsweredAt = at,
            Incidents = [incident],
        };
    }

    [Fact]
    public void A_key_is_switched_off_and_on_and_gets_dates()
    {
        Keys.Store(ProviderName.Deepgram);
        var page = Open<ApiKeys>();

        Button(page, "Switch off the Deepgram key").Click();
        page.WaitForAssertion(() => Assert.Contains("Switched off", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Button(page, "Switch on the Deepgram key").Click();
        page.WaitForAssertion(() => Assert.DoesNotContain("Switched off", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Field(page, SettingsText.ExpiresField).Change("2027-01-31");
        Field(page, SettingsText.RotateField).Change("2027-01-15");
        Field(page, SettingsText.ExpiresField).Change(string.Empty);

        Assert.Equal(
            [
                new KeySettings(true, null, null), new KeySettings(false, null, null), new KeySettings(false, new(2027, 1, 31), null),
                new KeySettings(false, new(2027, 1, 31), new(2027, 1, 15)), new KeySettings(false, null, new(2027, 1, 15)),
            ],
            Keys.Configured.Select(change => change.Settings));
    }

    [Theory]
    [InlineData(KeyStatus.Invalid, "Calls do not use this key.")]
    [InlineData(KeyStatus.QuotaExceeded, "Add credit at the provider")]
    [InlineData(KeyStatus.NeedsReentry, "Enter it again.")]
    [InlineData(KeyStatus.Expired, "change the date")]
    [InlineData(KeyStatus.Disabled, "switch it on again")]
    [InlineData(KeyStatus.ValidLimited, "it lacks a right")]
    public void A_state_that_needs_something_says_the_way_out(KeyStatus status, string wayOut)
    {
        Keys.Store(ProviderName.Hume, status);

        Assert.Contains(wayOut, Card(Open<ApiKeys>(), "Hume").QuerySelector(".key-verdict")!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Several_keys_are_tested_at_once()
    {
        Keys.Store(ProviderName.Deepgram, KeyStatus.Untested);
        Keys.Store(ProviderName.OpenAI, KeyStatus.Untested);
        var asked = new TaskCompletionSource<KeyTestResult>();
        Keys.OnTest = _ => asked.Task;
        var page = Open<ApiKeys>();

        Button(page, "Test the Deepgram key").Click();
        Button(page, "Test the OpenAI key").Click();

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("article[aria-busy=true]").Count));
        asked.SetResult(new KeyTestResult(KeyVerdict.Valid, "Fine."));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("article[aria-busy=true]")));
    }

    [Fact]
    public void A_running_test_says_so_until_the_verdict_is_there()
    {
        Keys.Store(ProviderName.Deepgram, KeyStatus.Untested);
        var asked = new TaskCompletionSource<KeyTestResult>();
        Keys.OnTest = _ => asked.Task;
        var page = Open<ApiKeys>();

        Button(page, "Test the Deepgram key").Click();
        page.WaitForAssertion(() => Assert.Contains(SettingsText.Testing, Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Assert.True(Button(page, "Test the Deepgram key").HasAttribute("disabled"));

        asked.SetResult(new KeyTestResult(KeyVerdict.Invalid, "Deepgram does not know this key."));
        page.WaitForAssertion(() => Assert.Contains("The key was refused. Deepgram does not know this key.", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Assert.Contains("Refused", Card(page, "Deepgram").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Deleting_the_last_usable_key_of_a_category_says_what_stops_and_waits_for_a_yes()
    {
        Keys.Store(ProviderName.Deepgram);
        var page = Open<ApiKeys>();

        Button(page, "Delete the Deepgram key").Click();
        page.WaitForAssertion(() => Assert.Contains("your last usable speech-to-text key", page.Find("[role=dialog]").TextContent, StringComparison.Ordinal));
        Assert.Contains("•••• b14o", Card(page, "Deepgram").TextContent, StringComparison.Ordinal);

        Button(page, SettingsText.DeleteConfirm).Click();
        page.WaitForAssertion(() => Assert.Contains("Not set", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void A_locked_vault_is_announced_and_takes_no_keys()
    {
        Page.State = new VaultState("The root key does not match. Restore data/vault-keys.json.");
        var page = Open<ApiKeys>();

        Assert.Contains("Restore data/vault-keys.json.", page.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        Assert.True(Field(page, SettingsText.KeyField).HasAttribute("disabled"));
    }

    [Fact]
    public void The_operators_servers_stand_beside_the_language_models_and_one_of_them_is_chosen()
    {
        CompatibleServer[] servers =
        [
            new() { Id = "office", Name = "Office", BaseUrl = new("https://llm.example.com/v1"), DefaultModel = "m" },
            new() { Id = "ollama", Name = "Ollama", BaseUrl = new("http://ollama/v1"), DefaultModel = "m", RequiresKey = false },
        ];
        Endpoints = new ProviderEndpoints(new Dictionary<ProviderName, ProviderEndpoint>(), servers: servers);
        Keys.Store(ProviderName.Compatible);
        Keys.Change(ProviderName.Compatible, key => key with { Region = "ollama" });

        var page = Open<ApiKeys>();

        var card = Card(page, "OpenAI-compatible server");
        Assert.Equal("language-model", card.Closest("section")!.Id);
        Assert.Equal(["office", "ollama"], card.QuerySelectorAll("option").Select(option => option.GetAttribute("value")));
        Assert.Equal(["Ollama (no key needed)"], card.QuerySelectorAll("option[selected]").Select(option => option.TextContent));
        Assert.Contains("Server", card.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("Ollama (no key needed)", card.QuerySelector("dl")!.TextContent, StringComparison.Ordinal);
        Assert.Single(card.QuerySelectorAll("a.console-link"));
        Assert.All(
            [KeyGuides.Steps(ProviderName.Compatible)[0], KeyGuides.Permission(ProviderName.Compatible), KeyGuides.Cost(ProviderName.Compatible)],
            part => Assert.Contains(part, page.Find("#help-compatible").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public void Telnyx_has_the_public_key_field_and_the_accounts_webhook_address()
    {
        var page = Open<ApiKeys>();

        var telnyx = Card(page, "Telnyx");
        Assert.Contains(SettingsText.PublicKeyField, telnyx.TextContent, StringComparison.Ordinal);
        Assert.Equal($"https://voice.example.com/hooks/telnyx/{Account}", telnyx.QuerySelector("code")!.TextContent);
        Assert.Equal("noopener", telnyx.QuerySelector("a.console-link")!.GetAttribute("rel"));
    }

    private static IRenderedComponent<ProviderKeyForm> FormOf(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, ProviderName provider) =>
        page.FindComponents<ProviderKeyForm>().Single(form => form.Instance.Slot.Provider.Name == provider);

    private static AngleSharp.Dom.IElement Card(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string provider) =>
        page.FindAll("article").Single(card => card.QuerySelector("h3")!.TextContent == provider);
}
