using Microsoft.Playwright;

namespace VoiceAgent.Tests.EndToEnd;

/// <summary>One browser window. What its pages complain about is collected: a sound page says nothing.</summary>
public sealed class BrowserWindow : IAsyncDisposable
{
    private readonly List<string> _complaints = [];

    public BrowserWindow(IPage page)
    {
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error")
            {
                Add($"{page.Url}: {message.Text} {message.Location}");
            }
        };
        page.PageError += (_, error) => Add($"{page.Url}: {error}");
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, broken content security rules and exceptions that nobody caught, in order.</summary>
    public IReadOnlyList<string> Complaints
    {
        get
        {
            lock (_complaints)
            {
                return [.. _complaints];
            }
        }
    }

    /// <summary>Another window of the same browser, signed in as the same user.</summary>
    public async Task<BrowserWindow> OpenAnotherAsync() => new(await Page.Context.NewPageAsync());

    public async ValueTask DisposeAsync() => await Page.Context.DisposeAsync();

    private void Add(string complaint)
    {
        lock (_complaints)
        {
            _complaints.Add(complaint);
        }
    }
}
