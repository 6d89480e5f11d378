using Microsoft.Playwright;
using VoiceAgent.Sandbox.Keys;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Everything works without a mouse, and the focus is always where the user left it.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class KeyboardTests(AppProcess app, ChromiumBrowser browser)
{
    private const string Email = "keyboard@example.com";

    [Fact]
    public async Task A_user_signs_in_stores_a_key_and_deletes_it_with_the_keyboard_alone()
    {
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        await page.SignUpAsync(Email);
        await page.Context.ClearCookiesAsync();

        await page.GotoAsync("/account/sign-in?returnUrl=%2Fsettings");
        await Expect(page.GetByLabel("E-mail")).ToBeFocusedAsync();
        await page.Keyboard.TypeAsync(Email);
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync(Visitor.Password);
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");
        await page.WaitForReadyAsync();

        // A new page is read from its heading; who goes back to the top passes the navigation in one step.
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Skip to content" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.Card("Deepgram").Locator("input[type=password]"));
        await page.Keyboard.TypeAsync(SandboxKeys.Valid("deepgram"));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Card("Deepgram")).ToContainTextAsync("The key works.");

        var delete = page.GetByRole(AriaRole.Button, new() { Name = "Delete the Deepgram key" });
        await delete.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(dialog.Locator(":focus")).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Escape");
        await Expect(dialog).ToHaveCountAsync(0);
        await Expect(delete).ToBeFocusedAsync();

        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, dialog.GetByRole(AriaRole.Button, new() { Name = "Delete the key" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Card("Deepgram").GetByText("Not set")).ToBeVisibleAsync();

        await page.GetByRole(AriaRole.Button, new() { Name = "Account menu" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await TabToAsync(page, page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }));
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Status)).ToContainTextAsync("You are signed out.");
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_heading_of_a_new_page_takes_no_focus_from_who_already_types()
    {
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        await page.SignUpAsync("early-typist@example.com");
        await page.VisitAsync("/settings");
        var field = page.Card("Deepgram").Locator("input[type=password]");
        await field.FocusAsync();

        await page.EvaluateAsync("voiceAgent.focusHeading()");
        await Expect(field).ToBeFocusedAsync();

        await field.BlurAsync();
        await page.EvaluateAsync("voiceAgent.focusHeading()");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToBeFocusedAsync();
    }

    private static async Task TabToAsync(IPage page, ILocator target)
    {
        const int FarEnough = 20;
        for (var step = 0; step < FarEnough; step++)
        {
            await page.Keyboard.PressAsync("Tab");
            if (await target.EvaluateAsync<bool>("element => element === document.activeElement"))
            {
                return;
            }
        }

        await Expect(target).ToBeFocusedAsync();
    }
}
