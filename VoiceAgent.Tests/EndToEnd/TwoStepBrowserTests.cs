using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using VoiceAgent.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Two-step sign-in in a real browser, from the first code to a recovery code, each page looked at by axe at phone width.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class TwoStepBrowserTests(AppProcess app, ChromiumBrowser browser)
{
    private const string Email = "two-step@example.com";

    [Fact]
    public async Task A_user_turns_it_on_signs_in_with_a_recovery_code_and_turns_it_off()
    {
        await using var window = await browser.OpenAsync(app.Address, 390, 844);
        var page = window.Page;
        await page.SignUpAsync(Email);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Two-step sign-in" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Img, new() { Name = "QR code for your authenticator app" })).ToBeVisibleAsync();
        var authenticator = new Authenticator(await page.Locator(".account-key code").InnerTextAsync(), TimeProvider.System);
        await page.GetByLabel("Code from your authenticator app").FillAsync(authenticator.Code);
        await page.Press("Turn on");
        await Expect(page.Locator(".account-codes code")).ToHaveCountAsync(10);
        var recovery = await page.Locator(".account-codes code").First.InnerTextAsync();
        await CheckAsync(page, "recovery-codes");
        await page.GotoAsync("/account/two-factor");
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Two-step sign-in is on.");
        await CheckAsync(page, "two-step-on");

        await page.GotoAsync("/account/sign-out");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.GetByLabel("E-mail").FillAsync(Email);
        await page.GetByLabel("Password").FillAsync(Visitor.Password);
        await page.Press("Sign in");
        await Expect(page.GetByLabel("Code from your authenticator app")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(authenticator.WrongCode);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("This code is wrong");
        await CheckAsync(page, "two-step-wrong");
        await page.GetByRole(AriaRole.Link, new() { Name = "Use a recovery code instead" }).ClickAsync();
        await page.GetByLabel("Recovery code").FillAsync(recovery.ToUpperInvariant());
        await page.Press("Continue");
        await page.WaitForAccountAsync();

        await page.GotoAsync("/account/two-factor");
        await Expect(page.GetByText("9 recovery codes are left.")).ToBeVisibleAsync();
        await page.Locator("summary").ClickAsync();
        await page.Press("Turn off two-step sign-in");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("Two-step sign-in is off.");
        Assert.Empty(window.Complaints);
    }

    private static async Task CheckAsync(IPage page, string name)
    {
        await Screenshot.SaveBothAsync(page, name, ColorScheme.Light);
        Assert.Empty((await page.RunAxe()).Violations.Select(violation => $"{name}: {violation.Id} {violation.Nodes[0].Html}"));
        Assert.Equal(0, await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }
}
