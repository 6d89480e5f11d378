using System.Net;
using System.Net.WebSockets;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Tests.Web.Hosting;

[Trait("Kind", "Host")]
public sealed class ServerTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string AppPolicy =
        "default-src 'self'; base-uri 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; script-src 'self'; "
        + "style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'";

    private const string AccountPolicy =
        "default-src 'none'; base-uri 'self'; frame-ancestors 'none'; form-action 'self'; style-src 'self'; img-src 'self'; font-src 'self'";

    private const string PasskeyPolicy = AccountPolicy + "; script-src 'self'; connect-src 'self'";

    private const string Permissions =
        "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), "
        + "publickey-credentials-create=(self), publickey-credentials-get=(self)";

    [Fact]
    public async Task Health_answers_in_json_and_is_never_cached()
    {
        using var browser = app.NewBrowser();

        var response = await browser.Http.GetAsync(new Uri("/health", UriKind.Relative));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.True(response.Headers.CacheControl?.NoStore);
        Assert.Equal(("healthy", "open"), ((string?)body["status"], (string?)body["checks"]?["vault"]));
    }

    [Theory]
    [InlineData("/account/sign-in", PasskeyPolicy)]
    [InlineData("/account/sign-up", AccountPolicy)]
    [InlineData("/account/two-step", AccountPolicy)]
    [InlineData("/health", AppPolicy)]
    [InlineData("/account.css", AppPolicy)]
    [InlineData("/no/such/page", AppPolicy)]
    public async Task Every_response_tells_the_browser_what_it_may_not_do(string address, string policy)
    {
        using var browser = app.NewBrowser();

        var response = await browser.Http.GetAsync(new Uri(address, UriKind.Relative));

        string Header(string name) => Assert.Single(response.Headers.GetValues(name));
        Assert.Equal(policy, Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("DENY", Header("X-Frame-Options"));
        Assert.Equal("same-origin", Header("Referrer-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Opener-Policy"));
        Assert.Equal(Permissions, Header("Permissions-Policy"));
        Assert.False(response.Headers.Contains("Server"));
    }

    [Fact]
    public async Task Pages_are_not_cached_and_cookies_are_out_of_reach_of_scripts()
    {
        using var browser = app.NewBrowser();

        var page = await browser.Http.GetAsync(new Uri("/account/sign-in", UriKind.Relative));
        var signedUp = await browser.PostAsync(
            "/account/sign-up", ("Input.Email", "cookie@example.com"), ("Input.Password", Browser.Password), ("Input.Repeated", Browser.Password));

        Assert.True(page.Headers.CacheControl?.NoStore);
        var session = Assert.Single(signedUp.Headers.GetValues("Set-Cookie"), cookie => cookie.StartsWith("voiceagent-session=", StringComparison.Ordinal));
        Assert.Equal(" path=/; samesite=lax; httponly", session[(session.IndexOf(';', StringComparison.Ordinal) + 1)..]);
    }

    [Theory]
    [InlineData("http://evil.example")]
    [InlineData("https://evil.example")]
    [InlineData("null")]
    [InlineData("http://127.0.0.1:1")]
    public async Task A_page_of_another_site_cannot_open_a_circuit(string origin)
    {
        using var browser = app.NewBrowser();
        browser.Http.DefaultRequestHeaders.Add("Origin", origin);
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", origin);
        socket.Options.CollectHttpResponseDetails = true;

        var negotiation = await browser.Http.PostAsync(new Uri("/_blazor/negotiate?negotiateVersion=1", UriKind.Relative), null);
        await Assert.ThrowsAsync<WebSocketException>(() => socket.ConnectAsync(CircuitAddress, CancellationToken.None));

        Assert.Equal(HttpStatusCode.Forbidden, negotiation.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, socket.HttpStatusCode);
    }

    [Fact]
    public async Task Our_own_pages_open_circuits()
    {
        using var socket = new ClientWebSocket();
        socket.Options.SetRequestHeader("Origin", app.Address.GetLeftPart(UriPartial.Authority));

        await socket.ConnectAsync(CircuitAddress, CancellationToken.None);

        Assert.Equal(WebSocketState.Open, socket.State);
    }

    [Fact]
    public async Task A_program_that_asks_for_nothing_known_gets_the_bare_status()
    {
        using var http = new HttpClient { BaseAddress = app.Address };

        var response = await http.GetAsync(new Uri("/no/such/thing", UriKind.Relative));

        Assert.Equal((HttpStatusCode.NotFound, ""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task An_oversized_form_is_refused()
    {
        using var browser = app.NewBrowser();

        // Asks before it sends: the refusal comes without the body, and the connection is not cut in the middle of it.
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/account/sign-in", UriKind.Relative));
        request.Content = new FormUrlEncodedContent([new("Input.Email", new string('x', 2_000_000)), new("Input.Password", "x")]);
        request.Headers.ExpectContinue = true;
        using var response = await browser.Http.SendAsync(request);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, response.StatusCode);
    }

    [Fact]
    public void Without_a_setting_the_public_address_is_where_the_server_listens() =>
        Assert.Equal(app.Address, app.Services.GetRequiredService<PublicAddress>().Current);

    [Fact]
    public void Only_named_pages_are_open_to_visitors()
    {
        string[] open = ["/", "/account/sign-in", "/account/two-step", "/account/sign-up", "/account/sign-out", "/account/access-denied", "/not-found", "/error"];

        var pages = typeof(WebApp).Assembly.GetTypes()
            .Where(type => !type.IsDefined(typeof(AuthorizeAttribute), inherit: true) || type.IsDefined(typeof(AllowAnonymousAttribute), inherit: true))
            .SelectMany(type => type.GetCustomAttributes(typeof(RouteAttribute), inherit: false).Cast<RouteAttribute>())
            .Select(route => route.Template);

        Assert.All(pages, page => Assert.Contains(page, open));
    }

    private Uri CircuitAddress => new UriBuilder(app.Address) { Scheme = "ws", Path = "/_blazor" }.Uri;
}
