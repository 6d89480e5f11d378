using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Axe over every page, light at desktop width and dark at phone width.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class AccessibilityTests(AppProcess app, ChromiumBrowser browser)
{
    private static readonly string[] Anonymous = ["/", "/account/sign-in", "/account/sign-up"];

    private static readonly string[] SignedIn =
        ["/", "/settings", "/agents", "/agents/new", "/numbers", "/calls/live", "/calls", "/account/change-password"];

    [Theory]
    [InlineData(1280, ColorScheme.Light)]
    [InlineData(390, ColorScheme.Dark)]
    public async Task Every_page_is_without_violations_and_without_sideways_scrolling(int width, ColorScheme scheme)
    {
        var page = await browser.OpenAsync(app.Address, width, 844, scheme);
        var found = new List<string>();
        foreach (var path in Anonymous)
        {
            found.AddRange(await CheckAsync(page, path));
        }

        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try the sandbox" }).First.ClickAsync();
        await page.WaitForURLAsync("**/calls/live");
        foreach (var path in SignedIn)
        {
            found.AddRange(await CheckAsync(page, path));
        }

        await page.Context.DisposeAsync();
        Assert.Empty(found);
    }

    private static async Task<IEnumerable<string>> CheckAsync(IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.GetByRole(AriaRole.Heading, new() { Level = 1 }).First.WaitForAsync();
        await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
        await Screenshot.SaveAsync(page, $"{page.ViewportSize?.Width}{path.Replace('/', '-')}");
        var axe = await page.RunAxe();
        var overflow = await page.EvaluateAsync<int>("() => document.documentElement.scrollWidth - document.documentElement.clientWidth");
        return
        [
            .. axe.Violations.Select(violation => $"{path}: {violation.Id} ({violation.Impact}) {string.Join(" | ", violation.Nodes.Select(node => node.Html).Take(3))}"),
            .. overflow > 0 ? [$"{path}: {overflow} px too wide"] : Array.Empty<string>(),
        ];
    }
}
