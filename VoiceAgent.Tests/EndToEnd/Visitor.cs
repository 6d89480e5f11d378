using System.Text.RegularExpressions;
using Microsoft.Playwright;
using VoiceAgent.Tests.Fakes;
using static Microsoft.Playwright.Assertions;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>What users do again and again.</summary>
internal static class Visitor
{
    public const string Password = "correct horse battery staple";

    /// <summary>Opens a page and waits until it is interactive.</summary>
    public static async Task VisitAsync(this IPage page, string path)
    {
        await page.GotoAsync(path);
        await page.WaitForReadyAsync();
    }

    public static async Task WaitForReadyAsync(this IPage page)
    {
        await page.Locator("main:not([inert]) h1").First.WaitForAsync();
        await Expect(page.Locator("main .loading-panel")).ToHaveCountAsync(0);
    }

    /// <summary>Follows a link of the main navigation, which a phone keeps in its menu.</summary>
    public static async Task NavigateAsync(this IPage page, string name)
    {
        var link = page.GetByRole(AriaRole.Navigation, new() { Name = "Main" }).GetByRole(AriaRole.Link, new() { Name = name, Exact = true });
        if (page.ViewportSize is { Width: < 960 })
        {
            await page.Press("Open or close the menu");
        }

        await link.ClickAsync();
    }

    /// <summary>Makes an account of its own and arrives at the first page.</summary>
    public static async Task SignUpAsync(this IPage page, string email)
    {
        await page.GotoAsync("/");
        await page.GetByRole(AriaRole.Main).GetByRole(AriaRole.Link, new() { Name = "Sign up" }).ClickAsync();

        // The page that leads there asks for an e-mail address too.
        await page.WaitForAddressAsync("/account/sign-up");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(Password);
        await page.GetByLabel("Repeat the password").FillAsync(Password);
        await page.Press("Create account");
        await page.WaitForAccountAsync();
    }

    /// <summary>Signs in with the password alone.</summary>
    public static async Task SignInAsync(this IPage page, string email, string password)
    {
        await page.GotoAsync("/account/sign-in");
        await page.GetByLabel("E-mail").FillAsync(email);
        await page.GetByLabel("Password").FillAsync(password);
        await page.Press("Sign in");
        await page.WaitForAccountAsync();
    }

    /// <summary>Waits until the answer has led away from the pages of signing up and in, which are ready themselves until it comes.</summary>
    public static async Task WaitForAccountAsync(this IPage page)
    {
        await page.WaitForAddressAsync("^https?://[^/]+/(?!account/)");
        await page.WaitForReadyAsync();
    }

    /// <summary>Asks for the address again and again: whoever waits for its change misses one that comes while he begins to wait.</summary>
    public static async Task WaitForAddressAsync(this IPage page, string pattern)
    {
        var expected = new Regex(pattern, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
        await Eventually.GetAsync(() => Task.FromResult(expected.IsMatch(page.Url) ? page.Url : null), TimeSpan.FromSeconds(30));
    }

    /// <summary>Becomes the demo account.</summary>
    public static async Task TrySandboxAsync(this IPage page)
    {
        await page.GotoAsync("/");
        await page.Press("Try the sandbox");

        await page.WaitForAddressAsync("/calls/live$");
        await page.WaitForReadyAsync();
    }

    public static Task Press(this IPage page, string button) => page.GetByRole(AriaRole.Button, new() { Name = button }).First.ClickAsync();

    public static ILocator Card(this IPage page, string provider) => page.GetByRole(AriaRole.Article, new() { Name = provider, Exact = true });

    public static async Task EnterKeyAsync(this IPage page, string provider, string key)
    {
        await page.Card(provider).Locator("input[type=password]").FillAsync(key);
        await page.Card(provider).GetByRole(AriaRole.Button, new() { Name = "Save and test" }).ClickAsync();
    }
}
