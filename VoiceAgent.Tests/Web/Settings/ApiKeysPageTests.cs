using Bunit;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
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
    public void Saving_stores_the_key_tests_it_at_once_and_empties_the_field()
    {
        var page = Open<ApiKeys>();

        Field(page, SettingsText.KeyField).Change("0123456789");
        Card(page, "Deepgram").QuerySelector("form")!.Submit();

        page.WaitForAssertion(() => Assert.Contains("The key works. It may stream.", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Assert.Equal([(ProviderName.Deepgram, "0123456789", (string?)null)], Keys.Saved);
        Assert.Equal([ProviderName.Deepgram], Keys.Tested);
        Assert.Equal(string.Empty, Field(page, SettingsText.NewKeyField).GetAttribute("value") ?? string.Empty);
        Assert.Contains("•••• b14o", Card(page, "Deepgram").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_fresh_proof_the_page_says_so_and_what_is_typed_stays_until_it_is_given()
    {
        Page.IsConfirmed = false;
        var page = Open<ApiKeys>();
        var first = page.Find(".notice a[href^='/account/confirm']");

        Field(page, SettingsText.KeyField).Change("0123456789");
        Card(page, "Deepgram").QuerySelector("form")!.Submit();
        page.WaitForAssertion(() => Assert.Equal("_blank", Card(page, "Deepgram").QuerySelector("[role=alert] a")!.GetAttribute("target")));

        Assert.Equal("/account/confirm?returnUrl=%2Fsettings", first.GetAttribute("href"));
        Assert.Null(first.GetAttribute("target"));
        Assert.Empty(Keys.Saved);
        Assert.Equal("0123456789", Field(page, SettingsText.KeyField).GetAttribute("value"));

        Page.IsConfirmed = true;
        Card(page, "Deepgram").QuerySelector("form")!.Submit();
        page.WaitForAssertion(() => Assert.Single(Keys.Saved));
        Assert.Null(Card(page, "Deepgram").QuerySelector("[role=alert]"));
    }

    [Fact]
    public void A_refused_text_stays_in_the_field_with_its_problem()
    {
        Keys.OnSave = _ => new SaveKeyOutcome(Saved: false, KeyProblem: "A key has no line breaks.");
        var page = Open<ApiKeys>();

        Field(page, SettingsText.KeyField).Change("01234 56789");
        Card(page, "Deepgram").QuerySelector("form")!.Submit();

        page.WaitForAssertion(() => Assert.Contains("A key has no line breaks.", Card(page, "Deepgram").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", Field(page, SettingsText.KeyField).GetAttribute("aria-invalid"));
        Assert.Equal("01234 56789", Field(page, SettingsText.KeyField).GetAttribute("value"));
        Assert.Empty(Keys.Tested);
    }

    [Fact]
    public void The_key_field_is_kept_from_the_browsers_memory()
    {
        var field = Field(Open<ApiKeys>(), SettingsText.KeyField);

        Assert.Equal("password", field.GetAttribute("type"));
        Assert.Equal("off", field.GetAttribute("autocomplete"));
        Assert.Equal("false", field.GetAttribute("spellcheck"));
        Assert.False(field.HasAttribute("name"));
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
    public void Telnyx_has_the_public_key_field_and_the_accounts_webhook_address()
    {
        var page = Open<ApiKeys>();

        var telnyx = Card(page, "Telnyx");
        Assert.Contains(SettingsText.PublicKeyField, telnyx.TextContent, StringComparison.Ordinal);
        Assert.Equal($"https://voice.example.com/hooks/telnyx/{Account}", telnyx.QuerySelector("code")!.TextContent);
        Assert.Equal("noopener", telnyx.QuerySelector("a.console-link")!.GetAttribute("rel"));
    }

    private static AngleSharp.Dom.IElement Card(IRenderedComponent<Microsoft.AspNetCore.Components.IComponent> page, string provider) =>
        page.FindAll("article").Single(card => card.QuerySelector("h3")!.TextContent == provider);
}
