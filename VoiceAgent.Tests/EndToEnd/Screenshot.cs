using Microsoft.Playwright;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>Pictures of the pages for the documentation and for looking at, taken only where VOICEAGENT_SCREENSHOTS names a folder.</summary>
internal static class Screenshot
{
    public static async Task SaveAsync(IPage page, string name)
    {
        if (Environment.GetEnvironmentVariable("VOICEAGENT_SCREENSHOTS") is { Length: > 0 } folder)
        {
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(folder, name + ".png") });
        }
    }
}
