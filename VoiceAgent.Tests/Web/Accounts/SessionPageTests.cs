using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.Sessions;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;

namespace VoiceAgent.Tests.Web.Accounts;

[Trait("Kind", "Host")]
public sealed class SessionPageTests(RunningApp app) : IClassFixture<RunningApp>
{
    private const string Firefox = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";

    [Fact]
    public async Task Every_sign_in_is_listed_and_one_is_ended_at_once()
    {
        using var here = await app.SignUpAsync("list@example.com");
        using var elsewhere = app.NewBrowser();
        elsewhere.Http.DefaultRequestHeaders.UserAgent.ParseAdd(Firefox);
        await elsewhere.SignInAsync("list@example.com");

        var listed = await here.OpenAsync("/account/sessions");
        var other = listed.Document.QuerySelector("button[name='Input.End']")!;
        var ended = await here.SubmitAsync("/account/sessions", ("Input.End", other.GetAttribute("value")!));

        Assert.Equal(2, listed.Document.QuerySelectorAll(".account-item").Length);
        Assert.Contains(SecurityText.ThisSession, listed.Document.QuerySelector(".account-item")!.TextContent, StringComparison.Ordinal);
        Assert.Equal("Sign out Firefox on Linux", other.GetAttribute("aria-label"));
        Assert.Equal(SecurityText.SessionEnded, ended.Notice);
        Assert.Single(ended.Document.QuerySelectorAll(".account-item"));
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.True(await here.IsSignedInAsync());
    }

    [Fact]
    public async Task All_others_are_ended_together()
    {
        using var here = await app.SignUpAsync("others@example.com");
        using var first = app.NewBrowser();
        using var second = app.NewBrowser();
        await first.SignInAsync("others@example.com");
        await second.SignInAsync("others@example.com");

        var ended = await here.SubmitAsync("/account/sessions", ("Input.EndOthers", "true"));

        Assert.Equal(SecurityText.OthersEnded, ended.Notice);
        Assert.Equal((true, false, false), (await here.IsSignedInAsync(), await first.IsSignedInAsync(), await second.IsSignedInAsync()));
    }

    [Fact]
    public async Task Somebody_elses_session_cannot_be_ended()
    {
        using var mallory = await app.SignUpAsync("mallory@example.com");
        using var victim = await app.SignUpAsync("victim@example.com");
        var session = Assert.Single(await SessionsOfAsync("victim@example.com"));

        var answer = await mallory.SubmitAsync("/account/sessions", ("Input.End", session.Id.ToString()));

        Assert.Equal(SecurityText.SessionGone, answer.Notice);
        Assert.True(await victim.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_in_again_in_the_same_browser_ends_the_session_before()
    {
        using var browser = await app.SignUpAsync("again@example.com");
        var before = Assert.Single(await SessionsOfAsync("again@example.com"));

        await browser.SignOutAsync();
        await browser.SignInAsync("again@example.com");

        var after = Assert.Single(await SessionsOfAsync("again@example.com"));
        Assert.NotEqual(before.Id, after.Id);
        Assert.Equal((SignInMethod.SignUp, SignInMethod.Password, "This computer"), (before.Method, after.Method, after.Network));
    }

    [Fact]
    public async Task The_overview_says_how_the_account_is_protected()
    {
        using var browser = await app.SignUpAsync("overview@example.com");

        var page = await browser.OpenAsync("/account");

        Assert.Superset(
            new HashSet<string>(["Password Change it.", "Two-step sign-in Off.", "Passkeys None yet.", "Sessions Signed in here only."]),
            page.Document.QuerySelectorAll(".account-item").Select(item => string.Join(' ', item.Children.Select(child => child.TextContent.Trim()))).ToHashSet());
    }

    private async Task<IReadOnlyList<UserSession>> SessionsOfAsync(string email)
    {
        await using var scope = app.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(email))!.User;
        return await app.Services.GetRequiredService<UserSessions>().ListAsync(user.Id, CancellationToken.None);
    }
}
