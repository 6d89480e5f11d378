using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>The live page is a view of the call: windows come, go, reload and lose their connection while the call goes on.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class LiveCallTests(AppProcess app, ChromiumBrowser browser)
{
    [Fact]
    public async Task Two_windows_show_a_call_that_survives_a_reload_and_a_lost_connection_and_both_see_the_user_hang_up()
    {
        await using var first = await browser.OpenAsync(app.Address);
        var page = first.Page;
        var line = await InterruptibleAsync(page);
        await page.TrySandboxAsync();
        var second = await first.OpenAnotherAsync();
        await second.Page.VisitAsync("/calls/live");

        await page.Press("Simulate a call");
        await Expect(page.GetByRole(AriaRole.Log).First).ToContainTextAsync("opening hours?");
        await Expect(second.Page.GetByRole(AriaRole.Log).First).ToContainTextAsync("opening hours?");

        await second.Page.ReloadAsync();
        await second.Page.WaitForReadyAsync();
        await Expect(second.Page.GetByRole(AriaRole.Log).First).ToContainTextAsync("opening hours?");

        await line.CutAsync();
        var dialog = page.GetByRole(AriaRole.Alertdialog, new() { Name = "Connection to the server" });
        await Expect(dialog).ToBeVisibleAsync();
        await Expect(dialog.Locator("p:visible")).ToHaveCountAsync(1);
        await Screenshot.SaveAsync(page, "reconnect");
        line.Restore();
        await Expect(dialog).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Log).First).ToContainTextAsync("how much does it cost", new() { IgnoreCase = true });

        await page.Press("Hang up");
        await Expect(page.GetByText("You hung up").First).ToBeVisibleAsync();
        await Expect(second.Page.GetByText("You hung up").First).ToBeVisibleAsync();
        Assert.Empty(second.Complaints);
    }

    private static async Task<Line> InterruptibleAsync(IPage page)
    {
        var line = new Line();
        await page.RouteWebSocketAsync(IsCircuit, line.Connect);
        await page.RouteAsync(IsCircuit, line.AnswerAsync);
        return line;
    }

    private static bool IsCircuit(string address) => new Uri(address).AbsolutePath.StartsWith("/_blazor", StringComparison.Ordinal);

    /// <summary>The connection of a window to its circuit.</summary>
    private sealed class Line
    {
        private volatile bool _isCut;
        private volatile IWebSocketRoute? _socket;

        public async Task CutAsync()
        {
            _isCut = true;
            await _socket!.CloseAsync(new WebSocketRouteCloseOptions { Code = 1006 });
        }

        public void Restore() => _isCut = false;

        public void Connect(IWebSocketRoute socket)
        {
            _socket = socket;
            socket.ConnectToServer();
        }

        public Task AnswerAsync(IRoute route) => _isCut ? route.AbortAsync() : route.ContinueAsync();
    }
}
