using Microsoft.Playwright;
using VoiceAgent.Tests.EndToEnd;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.Web.Canary;

/// <summary>A key typed into the real page travels through the circuit, whose own logs would print every argument.</summary>
[Trait("Kind", "EndToEnd")]
[Collection(EndToEndCollection.Name)]
public sealed class TypedSecretTests(ChromiumBrowser browser)
{
    private const string Password = "velvet-typed-Password-71";

    [Fact]
    public async Task What_is_typed_is_not_printed_even_with_every_log_at_trace()
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
        var key = CanaryText.Secret("the typed key", "sk-proj-canaryTyped71QxLmT93VbNk55YpHd28JfGs64");
        var refused = CanaryText.Secret("the key typed with a space", "5ca9a7e0 7193552864afbecd7193552864afbe");
        await app.InitializeAsync();
        await using var window = await browser.OpenAsync(app.Address);
        var page = window.Page;
        await SignUpAsync(page);
        await page.GotoAsync("/settings");
        await page.Locator("main:not([inert])").WaitForAsync();

        await TypeAsync(page, "Deepgram", refused.Text);
        await Expect(page.GetByText("There is a space").First).ToBeVisibleAsync();
        await TypeAsync(page, "OpenAI", key.Text);
        await Expect(page.GetByText("refused the key").First).ToBeVisibleAsync();
        var html = await page.ContentAsync();
        await page.ReloadAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Test", Exact = false }).First).ToBeVisibleAsync();
        var reloaded = await page.ContentAsync();

        Assert.Contains("Microsoft.AspNetCore.Server.Kestrel", app.Output, StringComparison.Ordinal);
        var search = new CanarySearch([key, refused, CanaryText.Secret("the password", Password)]);
        Assert.Empty(search.Find([new Observed("output", app.Output), new Observed("page", html), new Observed("page after reload", reloaded)]));
    }

    private static async Task SignUpAsync(IPage page)
    {
        await page.GotoAsync("/account/sign-up");
        await page.Locator("[name='Input.Email']").FillAsync("typed@canary.example");
        await page.Locator("[name='Input.Password']").FillAsync(Password);
        await page.Locator("[name='Input.Repeated']").FillAsync(Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create", Exact = false }).ClickAsync();
        await page.WaitForURLAsync(address => !address.Contains("/account/", StringComparison.Ordinal));
    }

    private static async Task TypeAsync(IPage page, string provider, string key)
    {
        var card = page.GetByRole(AriaRole.Article, new() { Name = provider, Exact = true });
        await card.Locator("input[type=password]").PressSequentiallyAsync(key, new() { Delay = 2 });
        await card.Locator("button[type=submit]").ClickAsync();
    }
}
