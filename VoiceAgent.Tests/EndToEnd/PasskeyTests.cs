using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Passkeys with Chromium's virtual authenticator. They need a name, so the app is opened at localhost.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class PasskeyTests(AppProcess app, ChromiumBrowser browser)
{
    [Fact]
    public async Task A_passkey_is_made_named_used_and_removed()
    {
        await using var window = await browser.OpenAsync(new UriBuilder(app.Address) { Host = "localhost" }.Uri);
        var page = window.Page;
        await AddAuthenticatorAsync(page);
        await page.SignUpAsync("passkey@example.com");

        await page.GotoAsync("/account/passkeys");
        await page.Press("Add a passkey");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("Give the passkey a name.");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Work laptop");
        await page.Press("Add a passkey");
        await Expect(page.Locator("main .account-notice")).ToHaveTextAsync("The passkey is added.");
        await Expect(page.GetByRole(AriaRole.Listitem)).ToContainTextAsync("never used");
        await Screenshot.SaveAsync(page, "account-passkeys", wholePage: true);

        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("The same again");
        await page.Press("Add a passkey");
        await Expect(page.GetByText("This device already has a passkey for your account.")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Link, new() { Name = "Rename the passkey Work laptop" }).ClickAsync();
        await page.Locator("[name='Input.NewName']").FillAsync("Old laptop");
        await page.Press("Save");
        await Expect(page.GetByText("Old laptop").First).ToBeVisibleAsync();

        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in?returnUrl=%2Faccount%2Fpasskeys");
        await page.Press("Sign in with a passkey");
        await Expect(page.GetByRole(AriaRole.Listitem)).ToContainTextAsync("last used");

        await page.GetByText("Remove", new() { Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove the passkey Old laptop" }).ClickAsync();
        await Expect(page.Locator("main .account-notice")).ToContainTextAsync("The passkey is removed.");
        await SignOutAsync(page);
        await page.GotoAsync("/account/sign-in");
        await page.Press("Sign in with a passkey");
        await Expect(page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("This passkey was not accepted.");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task A_passkey_confirms_and_only_when_the_device_has_recognised_its_user()
    {
        await using var window = await browser.OpenAsync(new UriBuilder(app.Address) { Host = "localhost" }.Uri);
        var page = window.Page;
        var (devtools, authenticator) = await AddAuthenticatorAsync(page);
        await page.SignUpAsync("confirm@example.com");
        await page.GotoAsync("/account/passkeys");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Key");
        await page.Press("Add a passkey");
        await Expect(page.Locator("main .account-notice")).ToHaveTextAsync("The passkey is added.");

        await page.GotoAsync("/account/confirm?returnUrl=%2Faccount%2Fsessions");
        await Expect(page.GetByLabel("Password")).ToHaveCountAsync(0);
        await SetRecognisesAsync(devtools, authenticator, recognises: false);
        await page.Press("Confirm with a passkey");
        await Expect(page.GetByText("That was cancelled or took too long.")).ToBeVisibleAsync();
        await SetRecognisesAsync(devtools, authenticator, recognises: true);
        await page.Press("Confirm with a passkey");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sessions");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task At_a_bare_address_the_page_says_where_passkeys_work()
    {
        await using var window = await browser.OpenAsync(app.Address);
        await window.Page.GotoAsync("/account/sign-in");
        await window.Page.Press("Sign in with a passkey");
        await Expect(window.Page.GetByText("Passkeys work at an https address with a name, or at http://localhost.")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_session_that_is_ended_elsewhere_closes_its_open_pages_at_once()
    {
        await using var stranger = await browser.OpenAsync(app.Address);
        await stranger.Page.SignUpAsync("ended@example.com");
        await stranger.Page.VisitAsync("/settings");
        await using var owner = await browser.OpenAsync(app.Address);
        await owner.Page.SignInAsync("ended@example.com", Visitor.Password);

        await owner.Page.GotoAsync("/account/sessions");
        await Screenshot.SaveAsync(owner.Page, "account-sessions", wholePage: true);
        await owner.Page.Press("Sign out all other sessions");

        // Nobody touches the other window: its page goes to the sign-in page by itself, well before a revalidation would.
        await stranger.Page.WaitForAddressAsync(@"/account/sign-in\?returnUrl=%2Fsettings&signedOut=true$");
        await Expect(owner.Page.Locator("main .account-notice")).ToHaveTextAsync("All other sessions are signed out.");
        Assert.Empty(owner.Complaints);
    }

    private static async Task<(ICDPSession DevTools, string Authenticator)> AddAuthenticatorAsync(IPage page)
    {
        var devtools = await page.Context.NewCDPSessionAsync(page);
        await devtools.SendAsync("WebAuthn.enable");
        var added = await devtools.SendAsync("WebAuthn.addVirtualAuthenticator", new Dictionary<string, object>
        {
            ["options"] = new Dictionary<string, object>
            {
                ["protocol"] = "ctap2",
                ["transport"] = "internal",
                ["hasResidentKey"] = true,
                ["hasUserVerification"] = true,
                ["isUserVerified"] = true,
                ["automaticPresenceSimulation"] = true,
            },
        });
        return (devtools, added!.Value.GetProperty("authenticatorId").GetString()!);
    }

    private static Task SetRecognisesAsync(ICDPSession devtools, string authenticator, bool recognises) => devtools.SendAsync(
        "WebAuthn.setUserVerified",
        new Dictionary<string, object> { ["authenticatorId"] = authenticator, ["isUserVerified"] = recognises });

    private static async Task SignOutAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-out");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("You are signed out.");
    }
}
