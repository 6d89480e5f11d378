using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VoiceAgent.Sandbox.Keys;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>The whole way of a new user, by clicks: from signing up to the history of the first call, and the account's own pages.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class OwnAccountTests(AppProcess app, ChromiumBrowser browser)
{
    private const string Email = "new.user@example.com";
    private const string Number = "+12025550142";
    private const string NewPassword = "another correct horse battery";

    [Fact]
    public async Task A_new_user_stores_keys_makes_an_agent_takes_a_call_and_comes_back_with_a_new_password()
    {
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;

        await page.SignUpAsync(Email);
        await Screenshot.SaveAsync(page, "journey-home-empty");
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "To do" })).ToHaveCountAsync(4);

        await page.GetByRole(AriaRole.Link, new() { Name = "Add your keys" }).ClickAsync();
        await WrongKeysAreExplainedAsync(page);
        await KeysAreStoredAsync(page);
        await KeysAreReplacedAndDeletedAsync(page);
        await AnAgentAnswersANumberAsync(page);
        await ACallIsTakenAsync(page);
        await ThePasswordIsChangedAsync(page);
        Assert.Empty(window.Complaints);
    }

    private static async Task WrongKeysAreExplainedAsync(IPage page)
    {
        await Expect(page.GetByText("You cannot take calls yet:")).ToBeVisibleAsync();
        await Expect(page.Locator(".readiness-list li")).ToHaveCountAsync(4);

        await page.EnterKeyAsync("Deepgram", "abcdef 0123456789");
        await Expect(page.Card("Deepgram")).ToContainTextAsync("There is a space at position 7");
        await page.EnterKeyAsync("OpenAI", SandboxKeys.Valid("grok"));
        await Expect(page.Card("OpenAI")).ToContainTextAsync("This looks like a Grok (xAI) key.");
        await Screenshot.SaveAsync(page, "journey-settings-wrong", wholePage: true);
        await Expect(page.GetByText("Not set")).ToHaveCountAsync(8);
    }

    private static async Task KeysAreStoredAsync(IPage page)
    {
        var missing = page.Locator(".readiness-list li");
        await page.EnterKeyAsync("Deepgram", SandboxKeys.Valid("deepgram"));
        await Expect(page.Card("Deepgram")).ToContainTextAsync("The key works.");
        await Expect(missing).ToContainTextAsync(["No language model key", "No text-to-speech key", "No telephony key"]);

        await page.EnterKeyAsync("OpenAI", SandboxKeys.Valid("openai"));
        await Expect(missing).ToContainTextAsync(["No text-to-speech key", "No telephony key"]);

        await page.EnterKeyAsync("ElevenLabs", SandboxKeys.Valid("elevenlabs"));
        await Expect(missing).ToContainTextAsync(["No telephony key"]);

        // The public key that proves webhooks comes by itself when the Telnyx key is tested.
        await page.EnterKeyAsync("Telnyx", SandboxKeys.Valid("telnyx"));
        await Expect(page.Card("Telnyx")).ToContainTextAsync("stored");
        await Expect(page.GetByText("You can take calls.")).ToBeVisibleAsync();
        await Expect(page.Card("Telnyx").Locator("input[type=password]")).ToHaveValueAsync(string.Empty);
    }

    private static async Task KeysAreReplacedAndDeletedAsync(IPage page)
    {
        var missing = page.Locator(".readiness-list li");
        await page.EnterKeyAsync("Telnyx", SandboxKeys.WithoutCredit("telnyx"));
        await Expect(page.Card("Telnyx")).ToContainTextAsync("The account has no credit.");
        await Expect(page.Card("Telnyx").GetByText("No credit", new() { Exact = true })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "The Telnyx account has no credit left" })).ToBeVisibleAsync();
        await page.EnterKeyAsync("Telnyx", SandboxKeys.Valid("telnyx"));
        await Expect(page.GetByText("You can take calls.")).ToBeVisibleAsync();

        await page.EnterKeyAsync("OpenAI", "sk-proj-neverGivenOut00000000000000000000000000");
        await Expect(page.Card("OpenAI")).ToContainTextAsync("The key was refused.");
        await Expect(missing).ToContainTextAsync(["No usable language model key"]);
        await Screenshot.SaveAsync(page, "journey-settings-refused", wholePage: true);
        await page.EnterKeyAsync("OpenAI", SandboxKeys.Valid("openai"));
        await Expect(page.GetByText("You can take calls.")).ToBeVisibleAsync();
        await page.Press("Test the OpenAI key");
        await Expect(page.Card("OpenAI")).ToContainTextAsync("The key works.");

        await page.Press("Delete the ElevenLabs key");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("It is your last usable text-to-speech key");
        await Screenshot.SaveAsync(page, "journey-dialog");
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the key" }).ClickAsync();
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(page.Card("ElevenLabs").GetByText("Not set")).ToBeVisibleAsync();
        await page.EnterKeyAsync("ElevenLabs", SandboxKeys.Valid("elevenlabs"));
        await Expect(page.GetByText("You can take calls.")).ToBeVisibleAsync();
    }

    private static async Task AnAgentAnswersANumberAsync(IPage page)
    {
        await page.NavigateAsync("Agents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Create your first agent" }).ClickAsync();
        await page.GetByLabel("Name").FillAsync("Front desk");
        await page.Press("Create agent");
        await Expect(page.GetByText("The agent is saved.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Front desk");

        await page.NavigateAsync("Numbers");
        await page.GetByLabel("Phone number").FillAsync("12");
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByText("Enter an international number")).ToBeVisibleAsync();
        await page.GetByLabel("Phone number").FillAsync(Number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await page.GetByLabel($"Agent that answers {Number}").ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = "Front desk" }).ClickAsync();
        await Expect(page.GetByLabel($"Agent that answers {Number}")).ToHaveValueAsync("Front desk");
        await Screenshot.SaveAsync(page, "journey-numbers", wholePage: true);
    }

    private static async Task ACallIsTakenAsync(IPage page)
    {
        await page.NavigateAsync("Live calls");
        await Expect(page.GetByText("No call in progress")).ToBeVisibleAsync();
        await page.Press("Simulate a call");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("Hello, thanks for calling.");
        await Expect(page.GetByRole(AriaRole.Log)).ToContainTextAsync("what are your opening hours?");

        // The agent has begun to answer: the turn has a latency.
        await Expect(page.Locator(".live-call .line-agent")).ToHaveCountAsync(2);
        await page.Press("Hang up");
        await Expect(page.GetByText("You hung up")).ToBeVisibleAsync();

        await page.NavigateAsync("Call history");
        await Expect(page.GetByRole(AriaRole.Row)).ToHaveCountAsync(2);
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the call with" }).ClickAsync();
        await Expect(page.GetByText("You hung up")).ToBeVisibleAsync();
        await Expect(page.GetByText("what are your opening hours?")).ToBeVisibleAsync();
        await Expect(page.Locator(".latency-table tbody tr").First).ToContainTextAsync(new Regex("[0-9] m?s"));
        await Screenshot.SaveAsync(page, "journey-call-details", wholePage: true);

        await page.NavigateAsync("Home");
        await Expect(page.GetByText("Front desk")).ToBeVisibleAsync();
        await Expect(page.GetByText("To your first call")).ToHaveCountAsync(0);
    }

    private static async Task ThePasswordIsChangedAsync(IPage page)
    {
        await page.Press("Account menu");
        await page.GetByRole(AriaRole.Link, new() { Name = "Your account" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Password" }).ClickAsync();
        await page.GetByLabel("Current password").FillAsync(Visitor.Password);
        await page.GetByLabel("New password").FillAsync(NewPassword);
        await page.GetByLabel("Repeat the password").FillAsync(NewPassword);
        await page.Press("Change password");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Your password is changed.");

        await page.GetByRole(AriaRole.Link, new() { Name = "Back to your account" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to VoiceAgent" }).ClickAsync();
        await page.WaitForReadyAsync();
        await page.Press("Account menu");
        await page.Press("Sign out");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You are signed out.");

        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Visitor.Password);
        await page.Press("Sign in");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("E-mail or password is wrong.");
        await Screenshot.SaveAsync(page, "journey-sign-in-wrong");
        await page.GetByLabel("Password").FillAsync(NewPassword);
        await page.Press("Sign in");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Home");
    }
}
