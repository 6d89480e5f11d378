using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Addresses that lead nowhere say so in the page's own words, and back and forward lead where they led before.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class LostVisitorTests(AppProcess app, ChromiumBrowser browser)
{
    [Fact]
    public async Task Unknown_addresses_are_answered_kindly_and_the_history_of_the_browser_works()
    {
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        await page.GotoAsync("/calls/live");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Sign in");
        await page.TrySandboxAsync();

        await page.VisitAsync("/agents/nothing");
        await Expect(page.GetByText("There is no such agent")).ToBeVisibleAsync();
        await page.VisitAsync($"/agents/{Guid.NewGuid():N}");
        await Expect(page.GetByText("There is no such agent")).ToBeVisibleAsync();
        await page.VisitAsync($"/calls/{Guid.NewGuid():N}");
        await Expect(page.GetByText("There is no such call")).ToBeVisibleAsync();
        Assert.Empty(window.Complaints);

        var answer = await page.GotoAsync("/no/such/page");
        Assert.Equal(404, answer!.Status);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("This page does not exist");
        await Screenshot.SaveAsync(page, "not-found");

        await page.VisitAsync("/agents");
        await page.NavigateAsync("Numbers");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Numbers");
        await page.NavigateAsync("API keys");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("API keys");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Numbers");
        await page.GoBackAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Agents");
        await page.GoForwardAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Numbers");
        Assert.Equal(["Failed to load resource: the server responded with a status of 404 (Not Found)"], window.Complaints.Select(Message));
    }

    private static string Message(string complaint) => complaint[(complaint.IndexOf(": ", StringComparison.Ordinal) + 2)..complaint.LastIndexOf(' ')];
}
