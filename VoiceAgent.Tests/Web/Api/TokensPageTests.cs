using VoiceAgent.Core.Accounts.Tokens;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class TokensPageTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Path = "/account/tokens";

    [Fact]
    public async Task A_token_is_made_shown_once_used_and_revoked()
    {
        using var browser = await app.App.SignUpAsync();
        var made = await browser.SubmitFormAsync(Path, "create-token", ("Input.Name", "nightly import"), ("Input.Read", "true"), ("Input.Days", "30"));
        var text = made.Document.QuerySelector(".account-token")?.TextContent;
        Assert.StartsWith(AccessToken.Prefix, text, StringComparison.Ordinal);
        Assert.True(made.Response.Headers.CacheControl?.NoStore);

        using var http = new HttpClient { BaseAddress = app.App.Address };
        http.DefaultRequestHeaders.Authorization = new("Bearer", text);
        using (var used = await http.GetAsync(new Uri("/api/v1/keys", UriKind.Relative)))
        {
            Assert.Equal(200, (int)used.StatusCode);
        }

        var list = await browser.OpenAsync(Path);
        Assert.DoesNotContain(text!, list.Document.DocumentElement.OuterHtml, StringComparison.Ordinal);
        Assert.Contains("nightly import", list.Document.QuerySelector("#tokens")!.TextContent, StringComparison.Ordinal);
        Assert.Contains("last used", list.Document.QuerySelector("#tokens")!.TextContent, StringComparison.Ordinal);

        var id = list.Document.QuerySelector("#tokens button")!.GetAttribute("value")!;
        using var stranger = await app.App.SignUpAsync();
        await MakeAsync(stranger);
        Assert.Contains("no such token", (await stranger.SubmitFormAsync(Path, "tokens", ("Choice.Revoke", id))).Notice, StringComparison.Ordinal);

        Assert.Contains("is revoked", (await browser.SubmitFormAsync(Path, "tokens", ("Choice.Revoke", id))).Notice, StringComparison.Ordinal);
        using var refused = await http.GetAsync(new Uri("/api/v1/keys", UriKind.Relative));
        Assert.Equal(401, (int)refused.StatusCode);
    }

    [Fact]
    public async Task What_is_wrong_is_told_at_its_field_and_nothing_is_made()
    {
        using var browser = await app.App.SignUpAsync("tokens@api.example");
        var page = await browser.OpenAsync(Path);
        var fields = page.Document.QuerySelectorAll("#create-token input[type=hidden]").ToDictionary(input => input.GetAttribute("name")!, input => input.GetAttribute("value") ?? string.Empty);
        fields["Input.Name"] = " ";
        fields["Input.Days"] = "400";
        using var content = new FormUrlEncodedContent(fields);

        using var answer = await browser.Http.PostAsync(new Uri(Path, UriKind.Relative), content);

        var html = await answer.Content.ReadAsStringAsync();
        Assert.All(["Give the token a name", "Choose at least one thing", "from 1 to 365 days"], text => Assert.Contains(text, html, StringComparison.Ordinal));
        Assert.Contains("You have no tokens", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_account_page_links_to_it_and_strangers_have_to_sign_in()
    {
        using var browser = await app.App.SignUpAsync();
        Assert.NotNull((await browser.OpenAsync("/account")).Document.QuerySelector($"a[href='{Path}']"));
        using var nobody = app.App.NewBrowser();
        Assert.Equal("/account/sign-in", (await nobody.OpenAsync(Path)).Address.AbsolutePath);
    }

    private static Task MakeAsync(Fakes.Browser browser) =>
        browser.SubmitFormAsync(Path, "create-token", ("Input.Name", "a program"), ("Input.Read", "true"), ("Input.Days", "1"));
}
