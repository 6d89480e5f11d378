using Microsoft.Playwright;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>Keys typed into the real page stay out of the circuit, whose own logs would print every argument, and come back nowhere.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class TypedSecretTests(ChromiumBrowser browser)
{
    private const string Password = "velvet-typed-Password-71";

    [Fact]
    public async Task What_is_typed_is_in_no_frame_of_the_circuit_and_not_printed_even_with_every_log_at_trace()
    {
        await using var app = new AppProcess(
            "--Logging:LogLevel:Default=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.SignalR=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher=Trace",
            "--Logging:LogLevel:Microsoft.AspNetCore.Components=Trace",
            "--Logging:Console:LogLevel:Microsoft.AspNetCore.SignalR=Trace",
            "--Logging:Console:FormatterName=json",
            "--Logging:Console:FormatterOptions:IncludeScopes=true");
        var key = CanaryText.ShownKey("the typed key", "sk-proj-canaryTyped71QxLmT93VbNk55YpHd28JfGs64");
        var good = CanaryText.Secret("the good key", SandboxKeys.Valid("elevenlabs", 719352));
        var refused = CanaryText.Secret("the key typed with a space", "5ca9a7e0 7193552864afbecd7193552864afbe");
        await app.InitializeAsync();
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        var traffic = new CircuitTraffic(page);
        await SignUpAsync(page);
        await page.GotoAsync("/settings");
        await page.Locator("main:not([inert])").WaitForAsync();

        await TypeAsync(page, "Deepgram", refused.Text);
        await Expect(page.GetByText("There is a space").First).ToBeVisibleAsync();
        await TypeAsync(page, "OpenAI", key.Text);
        await Expect(page.GetByText("refused the key").First).ToBeVisibleAsync();
        await TypeAsync(page, "ElevenLabs", good.Text);
        await Expect(page.Card("ElevenLabs")).ToContainTextAsync("The key works.");
        var html = await page.ContentAsync();
        await page.ReloadAsync();
        await page.Press("Test the ElevenLabs key");
        await Expect(page.Card("ElevenLabs")).ToContainTextAsync("The key works.");
        var reloaded = await page.ContentAsync();
        await page.Press("Delete the ElevenLabs key");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Delete the key" }).ClickAsync();
        await Expect(page.Card("ElevenLabs").GetByText("Not set")).ToBeVisibleAsync();
        await page.VisitAsync("/settings/audit");
        var audit = await page.ContentAsync();

        Assert.Contains("Microsoft.AspNetCore.Server.Kestrel", app.Output, StringComparison.Ordinal);
        Assert.True(traffic.Frames.Count > 50, $"Only {traffic.Frames.Count} frames were seen.");
        Assert.Contains(traffic.ToTheBrowser, frame => frame.Text.Contains("The key works.", StringComparison.Ordinal));
        var search = new CanarySearch([key, good, refused, CanaryText.Secret("the password", Password)]);
        Assert.Empty(search.Find([
            new Observed("output", app.Output), new Observed("page", html), new Observed("page after reload", reloaded), new Observed("audit page", audit), .. traffic.Frames,
        ]));
    }

    private static async Task SignUpAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-up");
        await page.Locator("[name='Input.Email']").FillAsync("typed@canary.example");
        await page.Locator("[name='Input.Password']").FillAsync(Password);
        await page.Locator("[name='Input.Repeated']").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = false }).ClickAsync();
        await page.WaitForAccountAsync();
    }

    private static async Task TypeAsync(IPage page, string provider, string key)
    {
        var card = page.GetByRole(AriaRole.Article, new() { Name = provider, Exact = true });
        await card.Locator("input[type=password]").PressSequentiallyAsync(key, new() { Delay = 2 });
        await card.Locator("button[type=submit]").ClickAsync();
    }
}
