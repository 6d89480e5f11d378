using System.Net;
using AngleSharp.Html.Dom;
using AngleSharp.Html.Parser;

namespace VoiceAgent.Tests.Fakes;

/// <summary>An HTTP client that keeps cookies and fills in forms as a browser does, hidden fields included. Runs no scripts.</summary>
public sealed class Browser : IDisposable
{
    /// <summary>A password that the rules accept.</summary>
    public const string Password = "quiet river under stones";

    private readonly HttpClientHandler _handler = new() { CookieContainer = new CookieContainer(), AllowAutoRedirect = false };

    public Browser(Uri address)
    {
        Http = new HttpClient(_handler) { BaseAddress = address };
        Http.DefaultRequestHeaders.Accept.ParseAdd("text/html");
    }

    /// <summary>Follows no redirects by itself.</summary>
    public HttpClient Http { get; }

    public CookieContainer Cookies => _handler.CookieContainer;

    /// <summary>Follows redirects to the end.</summary>
    public async Task<Page> OpenAsync(string address) => await FollowAsync(await Http.GetAsync(new Uri(address, UriKind.RelativeOrAbsolute)));

    /// <summary>Opens the page, fills in its form, sends it, and follows redirects to the end.</summary>
    public async Task<Page> SubmitAsync(string address, params (string Name, string Value)[] values) =>
        await FollowAsync(await PostAsync(address, values));

    /// <summary>Opens the page, fills in its form and sends it; the answer as it is.</summary>
    public Task<HttpResponseMessage> PostAsync(string address, params (string Name, string Value)[] values) =>
        PostFormAsync(address, form => !form.HasAttribute("data-passkey") && form.Id != "sign-out", values);

    /// <summary>As <see cref="SubmitAsync"/>, for the form with this id of several.</summary>
    public async Task<Page> SubmitFormAsync(string address, string form, params (string Name, string Value)[] values) =>
        await FollowAsync(await PostFormAsync(address, candidate => candidate.Id == form, values));

    private async Task<HttpResponseMessage> PostFormAsync(string address, Func<IHtmlFormElement, bool> which, (string Name, string Value)[] values)
    {
        var page = await OpenAsync(address);
        var form = page.Document.Forms.Single(candidate => candidate.Method == "post" && which(candidate));
        var fields = form.Elements.OfType<IHtmlInputElement>().Where(input => input.Name is { Length: > 0 })
            .ToDictionary(input => input.Name!, input => input.Value ?? string.Empty);
        foreach (var (name, value) in values)
        {
            fields[name] = value;
        }

        using var content = new FormUrlEncodedContent(fields);
        var action = form.GetAttribute("action") is { Length: > 0 } target ? new Uri(page.Address, target) : page.Address;
        return await Http.PostAsync(action, content);
    }

    public Task<Page> SignUpAsync(string email, string password = Password) => SubmitAsync(
        "/account/sign-up", ("Input.Email", email), ("Input.Password", password), ("Input.Repeated", password));

    public Task<Page> SignInAsync(string email, string password = Password) => SubmitAsync(
        "/account/sign-in", ("Input.Email", email), ("Input.Password", password));

    public Task<Page> SignOutAsync() => SubmitAsync("/account/sign-out");

    /// <summary>Whether a page for signed-in users opens.</summary>
    public async Task<bool> IsSignedInAsync() => (await Http.GetAsync(new Uri("/account", UriKind.Relative))).StatusCode == HttpStatusCode.OK;

    public void Dispose()
    {
        Http.Dispose();
        _handler.Dispose();
    }

    private async Task<Page> FollowAsync(HttpResponseMessage response)
    {
        for (var hops = 0; hops < 10 && response.Headers.Location is { } location; hops++)
        {
            response = await Http.GetAsync(new Uri(response.RequestMessage!.RequestUri!, location));
        }

        var document = await new HtmlParser().ParseDocumentAsync(await response.Content.ReadAsStreamAsync());
        return new Page(response, document);
    }
}

/// <summary>A page as it arrived.</summary>
public sealed record Page(HttpResponseMessage Response, IHtmlDocument Document)
{
    public HttpStatusCode Status => Response.StatusCode;

    public Uri Address => Response.RequestMessage!.RequestUri!;

    /// <summary>Text of the element that announces a problem, or null.</summary>
    public string? Alert => Document.QuerySelector("[role=alert]")?.TextContent.Trim();

    /// <summary>Text of the element that announces a success, or null.</summary>
    public string? Notice => Document.QuerySelector("[role=status]")?.TextContent.Trim();

    public string? Heading => Document.QuerySelector("h1")?.TextContent.Trim();
}
