using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Axe over every page in every state that looks different, light at desktop width and dark at phone width.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class AccessibilityTests(AppProcess app, ChromiumBrowser browser)
{
    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_page_is_without_violations_without_sideways_scrolling_and_without_complaints(int width, ColorScheme scheme)
    {
        await using var window = await browser.OpenAsync(app.Address, width, 844, scheme);
        var visit = new Visit(window.Page, scheme);
        await CheckAccountPagesAsync(visit);
        await CheckCallsAsync(visit);
        await CheckSettingsAsync(visit);
        await CheckAgentsAsync(visit);

        Assert.Empty(visit.Found.Concat(window.Complaints));
    }

    private static async Task CheckAccountPagesAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.CheckAsync("/");
        await visit.CheckAsync("/account/sign-up");
        await visit.CheckAsync("/account/sign-in");
        await page.GetByLabel("E-mail").FillAsync("nobody@example.com");
        await page.GetByLabel("Password").FillAsync("not the password");
        await page.Press("Sign in");
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        await visit.CheckThisAsync("sign-in-wrong");
        await page.TrySandboxAsync();
        foreach (var path in (string[])["/account", "/account/change-password", "/account/two-factor", "/account/passkeys", "/account/sessions", "/account/confirm"])
        {
            await visit.CheckAsync(path);
        }
    }

    private static async Task CheckCallsAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.CheckAsync("/calls/live");
        await page.Press("Simulate a call");
        await Expect(page.GetByRole(AriaRole.Log).First).ToContainTextAsync("opening hours?");
        await visit.CheckThisAsync("live-call");
        await visit.CheckAsync("/");
        await page.VisitAsync("/calls/live");
        await page.Press("Hang up");
        await Expect(page.GetByText("You hung up").First).ToBeVisibleAsync();
        await visit.CheckThisAsync("ended-call");
        await visit.CheckAsync("/calls");
        await page.GetByRole(AriaRole.Link, new() { Name = "Open the call with" }).First.ClickAsync();
        await Expect(page.GetByText("Latency per turn")).ToBeVisibleAsync();
        await visit.CheckThisAsync("call-details");
        await visit.CheckAsync("/calls/nothing");
    }

    private static async Task CheckSettingsAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.CheckAsync("/settings/audit");
        await visit.CheckAsync("/settings");
        await page.Locator("#help summary").First.ClickAsync();
        await page.Press("Delete the Telnyx key");
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visit.CheckThisAsync("dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Cancel" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await page.EnterKeyAsync("Deepgram", "a key with spaces");
        await Expect(page.Card("Deepgram")).ToContainTextAsync("There is a space");
        await visit.CheckThisAsync("settings-wrong-key");
    }

    private static async Task CheckAgentsAsync(Visit visit)
    {
        var page = visit.Page;
        await visit.CheckAsync("/agents");
        await page.GetByRole(AriaRole.Link, new() { Name = "Reception" }).First.ClickAsync();
        await Expect(page.GetByLabel("Name")).ToHaveValueAsync("Reception");
        await visit.CheckThisAsync("agent");
        await page.GetByLabel("Name").FillAsync(string.Empty);
        await page.Press("Save");
        await Expect(page.GetByText("Nothing was saved yet")).ToBeVisibleAsync();
        await Expect(page.GetByLabel("Name")).ToBeFocusedAsync();
        await visit.CheckThisAsync("agent-wrong");
        await page.NavigateAsync("Agents");
        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
        await visit.CheckThisAsync("unsaved");
        await page.Press("Leave without saving");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        await visit.CheckAsync("/agents/new");
        await visit.CheckAsync("/agents/nothing");
        await visit.CheckAsync("/numbers");
        await page.Press("Account menu");
        await visit.CheckThisAsync("account-menu");
    }

    /// <summary>A walk through the pages, and what was found wrong on it.</summary>
    private sealed class Visit(IPage page, ColorScheme scheme)
    {
        public IPage Page { get; } = page;

        public List<string> Found { get; } = [];

        public async Task CheckAsync(string path)
        {
            await Page.VisitAsync(path);
            await CheckThisAsync(path);
        }

        public async Task CheckThisAsync(string name)
        {
            // A form's answer can be there before its style sheet is.
            await Page.WaitForLoadStateAsync(LoadState.Load);
            var axe = await Page.RunAxe();
            var overflow = await Page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
            Found.AddRange(axe.Violations.Select(violation =>
                $"{name}: {violation.Id} ({violation.Impact}) {string.Join(" | ", violation.Nodes.Select(node => node.Html).Take(3))}"));
            if (overflow > 0)
            {
                Found.Add($"{name}: {overflow} px too wide");
            }

            await Screenshot.SaveBothAsync(Page, $"{Page.ViewportSize?.Width}{name.Replace('/', '-')}", scheme);
        }
    }
}
