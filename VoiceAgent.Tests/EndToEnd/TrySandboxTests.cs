using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class TrySandboxTests(AppProcess app, ChromiumBrowser browser)
{
    [Fact]
    public async Task A_visitor_tries_the_sandbox_and_watches_a_simulated_call_being_transcribed()
    {
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        await page.TrySandboxAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync("Live calls");

        await page.GetByRole(AriaRole.Button, new() { Name = "Simulate a call" }).First.ClickAsync();

        // The caller's second question appears while the call is still going on: its hang-up button is there.
        await Expect(page.GetByText("how much does it cost", new() { Exact = false }).First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Hang up" }).First).ToBeVisibleAsync();
        await Screenshot.SaveAsync(page, "live-call");
        await Expect(page.GetByText("nine to six", new() { Exact = false }).Or(page.GetByText("open", new() { Exact = false })).First).ToBeVisibleAsync();

        await Expect(page.GetByText("Caller hung up").First).ToBeVisibleAsync(new() { Timeout = 60_000 });
        await page.GotoAsync("/calls");
        await Expect(page.GetByText("Reception").First).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);
    }
}
