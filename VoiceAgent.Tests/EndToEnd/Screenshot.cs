using Microsoft.Playwright;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Pictures of the pages for the documentation and for looking at, taken only where VOICEAGENT_SCREENSHOTS names a folder.</summary>
internal static class Screenshot
{
    private static readonly string? Folder = Environment.GetEnvironmentVariable("VOICEAGENT_SCREENSHOTS") is { Length: > 0 } folder ? folder : null;

    public static async Task SaveAsync(IPage page, string name, bool wholePage = false)
    {
        if (Folder is null)
        {
            return;
        }

        var window = page.ViewportSize!;
        if (wholePage)
        {
            // A window as high as the page: bars that stay in place reach as far as it does.
            var height = await page.EvaluateAsync<int>("() => document.documentElement.scrollHeight");
            await page.SetViewportSizeAsync(window.Width, Math.Max(window.Height, height));
        }

        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Folder, name + ".png"), Animations = ScreenshotAnimations.Disabled });
        await page.SetViewportSizeAsync(window.Width, window.Height);
    }

    /// <summary>The page in both colour schemes; it keeps the one it has.</summary>
    public static async Task SaveBothAsync(IPage page, string name, ColorScheme current)
    {
        if (Folder is null)
        {
            return;
        }

        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark }.OrderBy(scheme => scheme == current))
        {
            await page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = scheme });
            await page.EvaluateAsync("() => { document.getAnimations().forEach(animation => animation.finish()); }");
            await SaveAsync(page, $"{name}-{scheme}", wholePage: true);
        }
    }
}
