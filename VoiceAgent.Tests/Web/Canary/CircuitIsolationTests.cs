using Microsoft.Playwright;
using VoiceAgent.Core.Calls;
using VoiceAgent.Tests.EndToEnd;
using VoiceAgent.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>A stranger's circuit in a real browser is asked for what belongs to another account: nothing of it comes over the wire.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class CircuitIsolationTests(TwoAccounts two, ChromiumBrowser browser) : IClassFixture<TwoAccounts>
{
    [Fact]
    public async Task A_circuit_gets_nothing_of_another_account_by_its_ids()
    {
        await using var window = await browser.OpenAsync(two.Browser.Http.BaseAddress!);
        var page = window.Page;
        var traffic = new CircuitTraffic(page);
        await page.SignInAsync("stranger@two.example", Browser.Password);
        await page.VisitAsync("/agents");

        // Within the circuit that is open: no page is loaded anew.
        foreach (var (path, told) in ForeignAddresses())
        {
            await MoveAsync(page, path);
            await Expect(page.GetByText(told).First).ToBeVisibleAsync();
            await MoveAsync(page, "/agents");
            await Expect(page.GetByText(told)).ToHaveCountAsync(0);
        }

        await MoveAsync(page, "/calls/live");
        await Expect(page.GetByText("No call in progress")).ToBeVisibleAsync();
        ChangeTheLiveCall();
        await AddTheOwnersNumberAsync(page);
        await MoveAsync(page, "/settings");
        await Expect(page.GetByText("Not set")).ToHaveCountAsync(8);
        await MoveAsync(page, "/settings/audit");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("Who did what");
        await page.WaitForReadyAsync();

        var marks = two.Marks.Except([TwoAccounts.Number, .. ForeignAddresses().SelectMany(foreign => foreign.Path.Split('/'))]).ToList();
        Assert.True(traffic.ToTheBrowser.Count > 20, $"Only {traffic.ToTheBrowser.Count} frames were seen.");
        Assert.All(traffic.ToTheBrowser, frame => Assert.DoesNotContain(marks, mark => frame.Text.Contains(mark, StringComparison.OrdinalIgnoreCase)));
        Assert.Null(await two.FindHarmAsync());
        Assert.Empty(window.Complaints);
    }

    [Fact]
    public async Task The_owners_circuit_shows_them_at_the_same_addresses()
    {
        await using var window = await browser.OpenAsync(two.Browser.Http.BaseAddress!);
        var page = window.Page;
        var traffic = new CircuitTraffic(page);
        await page.SignInAsync("owner@two.example", Browser.Password);
        await page.VisitAsync("/calls/live");
        await Expect(page.GetByText(TwoAccounts.AgentName).First).ToBeVisibleAsync();
        await MoveAsync(page, $"/agents/{two.Agent.Id}");
        await ShownAsync("owners_order_lookup");
        foreach (var call in (CallId[])[two.EndedCall.Id, two.LiveCall.Id, two.RingingCall.Id])
        {
            await MoveAsync(page, $"/calls/{call}");
            await page.WaitForReadyAsync();
        }

        await MoveAsync(page, "/numbers");
        await ShownAsync(TwoAccounts.Number);

        Task ShownAsync(string mark) => Eventually.HoldsAsync(() => traffic.ToTheBrowser.Any(frame => frame.Text.Contains(mark, StringComparison.Ordinal)));
    }

    private IReadOnlyList<(string Path, string Told)> ForeignAddresses() =>
    [
        ($"/agents/{two.Agent.Id}", "There is no such agent"),
        ($"/calls/{two.EndedCall.Id}", "There is no such call"),
        ($"/calls/{two.LiveCall.Id}", "There is no such call"),
        ($"/calls/{two.RingingCall.Id}", "There is no such call"),
    ];

    private void ChangeTheLiveCall()
    {
        var registry = two.Get<CallRegistry>();
        using var owners = registry.Watch(two.Owner);
        registry.Publish(Assert.Single(owners.Now), static () => { });
    }

    /// <summary>Numbers belong to whoever adds them: the stranger's own line is made, and the owner's is as it was.</summary>
    private static async Task AddTheOwnersNumberAsync(IPage page)
    {
        await MoveAsync(page, "/numbers");
        await page.GetByLabel("Phone number").FillAsync(TwoAccounts.Number);
        await page.GetByRole(AriaRole.Button, new() { Name = "Add", Exact = true }).ClickAsync();
        await Expect(page.GetByLabel($"Agent that answers {TwoAccounts.Number}")).ToBeVisibleAsync();
    }

    private static Task MoveAsync(IPage page, string path) => page.EvaluateAsync("path => Blazor.navigateTo(path)", path);
}
