using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;

namespace VoiceAgent.Tests.Web.Accounts;

[Trait("Kind", "Host")]
public sealed class AccountPagesTests(RunningApp app) : IClassFixture<RunningApp>
{
    [Fact]
    public async Task Signing_up_signs_in_and_leads_to_the_first_page()
    {
        using var browser = app.NewBrowser();

        var page = await browser.SignUpAsync("first@example.com");

        Assert.Equal("/", page.Address.PathAndQuery);
        Assert.True(await browser.IsSignedInAsync());
        await using var scope = app.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync("first@example.com"))!.User;
        Assert.NotNull(await app.Services.GetRequiredService<AccountRepository>().FindAsync(user.AccountId, CancellationToken.None));
    }

    [Fact]
    public async Task Signing_out_and_in_again()
    {
        using var browser = await app.SignUpAsync("again@example.com");

        var signedOut = await browser.SignOutAsync();
        var isSignedInBetween = await browser.IsSignedInAsync();
        var signedIn = await browser.SignInAsync("Again@Example.com");

        Assert.Equal(AccountText.SignedOut, signedOut.Notice);
        Assert.False(isSignedInBetween);
        Assert.Equal("/", signedIn.Address.PathAndQuery);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Theory]
    [InlineData("known@example.com", "wrong river under stones")]
    [InlineData("unknown@example.com", Browser.Password)]
    public async Task A_wrong_password_and_an_unknown_address_get_the_same_answer(string email, string password)
    {
        using var known = app.NewBrowser();
        await known.SignUpAsync("known@example.com");
        using var browser = app.NewBrowser();

        var page = await browser.SignInAsync(email, password);

        Assert.Equal(("/account/sign-in", AccountText.Wrong), (page.Address.AbsolutePath, page.Alert));
        Assert.Equal(email, page.Document.QuerySelector("#Input-Email")?.GetAttribute("value"));
        Assert.False(page.Document.QuerySelector("#Input-Password")!.HasAttribute("value"));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Empty_fields_are_named_where_they_are()
    {
        using var browser = app.NewBrowser();

        var page = await browser.SubmitAsync("/account/sign-in");

        var email = page.Document.QuerySelector("#Input-Email")!;
        Assert.Equal(("true", "Input-Email-error"), (email.GetAttribute("aria-invalid"), email.GetAttribute("aria-describedby")));
        Assert.Equal(AccountText.EnterEmail, page.Document.GetElementById("Input-Email-error")?.TextContent);
        Assert.Equal(AccountText.EnterPassword, page.Document.GetElementById("Input-Password-error")?.TextContent);
        Assert.Equal($"{AccountText.EnterEmail} {AccountText.EnterPassword}", page.Alert);
    }

    [Theory]
    [InlineData("nonsense", Browser.Password, Browser.Password, "Input-Email-error")]
    [InlineData("new@example.com", "password1234", "password1234", "Input-Password-error")]
    [InlineData("new@example.com", Browser.Password, "something else entirely", "Input-Repeated-error")]
    public async Task A_refused_sign_up_says_why_at_the_field(string email, string password, string repeated, string error)
    {
        using var browser = app.NewBrowser();

        var page = await browser.SubmitAsync(
            "/account/sign-up", ("Input.Email", email), ("Input.Password", password), ("Input.Repeated", repeated));

        Assert.Equal(page.Alert, page.Document.GetElementById(error)?.TextContent);
        Assert.NotNull(page.Alert);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task An_address_can_sign_up_once()
    {
        using var first = await app.SignUpAsync("once@example.com");
        using var second = app.NewBrowser();

        var page = await second.SignUpAsync("ONCE@example.com");

        Assert.Equal("This e-mail address already has an account. Sign in, or use another address.", page.Alert);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var browser = app.NewBrowser();

        var response = await browser.PostAsync(
            "/account/sign-up",
            ("Input.Email", "forged@example.com"), ("Input.Password", Browser.Password), ("Input.Repeated", Browser.Password), ("__RequestVerificationToken", ""));

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_without_an_antiforgery_token_asks_first()
    {
        using var browser = await app.SignUpAsync();
        using var content = new FormUrlEncodedContent([]);

        var response = await browser.Http.PostAsync(new Uri("/account/sign-out", UriKind.Relative), content);

        Assert.Equal("/account/sign-out", response.Headers.Location?.OriginalString);
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_visitor_is_led_to_sign_in_and_back()
    {
        using var browser = await app.SignUpAsync("back@example.com");
        await browser.SignOutAsync();

        var asked = await browser.OpenAsync("/account/change-password?changed=true");
        var back = await browser.SignInAsync("back@example.com");
        await browser.SignOutAsync();
        var returned = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Email", "back@example.com"), ("Input.Password", Browser.Password));

        Assert.Equal("/account/sign-in?returnUrl=%2Faccount%2Fchange-password%3Fchanged%3Dtrue", asked.Address.PathAndQuery);
        Assert.Equal("/", back.Address.PathAndQuery);
        Assert.Equal("/account/change-password?changed=true", returned.Address.PathAndQuery);
    }

    [Theory]
    [InlineData("https://evil.example")]
    [InlineData("//evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("/\t/evil.example")]
    [InlineData("javascript:alert(1)")]
    [InlineData("evil")]
    public async Task Signing_in_never_leads_to_another_site(string target)
    {
        var email = $"{Guid.NewGuid():N}@example.com";
        using var browser = await app.SignUpAsync(email);
        await browser.SignOutAsync();

        var response = await browser.PostAsync(
            "/account/sign-in?returnUrl=" + Uri.EscapeDataString(target), ("Input.Email", email), ("Input.Password", Browser.Password));

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal(new Uri(app.Address, "/"), new Uri(app.Address, response.Headers.Location!));
    }

    [Theory]
    [InlineData("/account/sign-in")]
    [InlineData("/account/sign-up")]
    public async Task Who_is_signed_in_already_goes_on(string address)
    {
        using var browser = await app.SignUpAsync();

        Assert.Equal("/", (await browser.OpenAsync(address)).Address.PathAndQuery);
    }

    [Theory]
    [InlineData("/account/sign-in", "Sign in")]
    [InlineData("/account/sign-up", "Create your account")]
    [InlineData("/account/sign-out", "Sign out")]
    [InlineData("/account/access-denied", "You may not see this page")]
    [InlineData("/error", "Something went wrong")]
    [InlineData("/no/such/page", "This page does not exist")]
    public async Task Static_pages_have_one_heading_labelled_inputs_and_no_script_but_that_of_passkeys(string address, string heading)
    {
        using var browser = app.NewBrowser();

        var page = await browser.OpenAsync(address);

        Assert.Equal(heading, Assert.Single(page.Document.QuerySelectorAll("h1")).TextContent);
        Assert.StartsWith(heading, page.Document.Title, StringComparison.Ordinal);
        Assert.All(page.Document.Scripts, script => Assert.StartsWith("passkeys.", script.Source, StringComparison.Ordinal));
        Assert.Equal(page.Document.QuerySelectorAll("form[data-passkey]").Length, page.Document.Scripts.Length);
        Assert.Single(page.Document.QuerySelectorAll("main"));
        Assert.All(
            page.Document.QuerySelectorAll("input:not([type=hidden])"),
            input => Assert.Single(page.Document.QuerySelectorAll($"label[for='{input.Id}']")));
    }
}
