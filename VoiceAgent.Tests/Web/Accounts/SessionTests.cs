using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;

namespace VoiceAgent.Tests.Web.Accounts;

[Trait("Kind", "Host")]
public sealed class SessionTests : IAsyncLifetime
{
    private const string NewPassword = "another river under stones";

    private readonly ShiftedClock _clock = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task Changing_the_password_goes_on_here_and_signs_other_sessions_out_at_once()
    {
        using var here = await _app.SignUpAsync("ada@example.com");
        using var elsewhere = _app.NewBrowser();
        await elsewhere.SignInAsync("ada@example.com");

        var page = await ChangeAsync(here, Browser.Password, NewPassword);

        Assert.Equal(AccountText.PasswordChanged, page.Notice);
        Assert.True(await here.IsSignedInAsync());
        Assert.False(await elsewhere.IsSignedInAsync());
        Assert.Equal(AccountText.Wrong, (await elsewhere.SignInAsync("ada@example.com")).Alert);
        await elsewhere.SignInAsync("ada@example.com", NewPassword);
        Assert.True(await elsewhere.IsSignedInAsync());
    }

    [Fact]
    public async Task Signing_out_ends_a_copied_session_and_no_other()
    {
        using var here = await _app.SignUpAsync("ada@example.com");
        using var thief = _app.NewBrowser();
        thief.Cookies.Add(here.Cookies.GetCookies(_app.Address));
        using var elsewhere = _app.NewBrowser();
        await elsewhere.SignInAsync("ada@example.com");

        await here.SignOutAsync();

        Assert.False(await thief.IsSignedInAsync());
        Assert.True(await elsewhere.IsSignedInAsync());
    }

    [Fact]
    public async Task A_session_that_is_used_lasts_at_most_a_week()
    {
        using var browser = await _app.SignUpAsync();

        for (var hours = 0; hours < 7 * 24; hours += 6)
        {
            Assert.True(await browser.IsSignedInAsync());
            _clock.Advance(TimeSpan.FromHours(6));
        }

        _clock.Advance(TimeSpan.FromMinutes(1));
        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task A_session_that_is_not_used_lasts_eight_hours()
    {
        using var browser = await _app.SignUpAsync();

        _clock.Advance(TimeSpan.FromHours(8) + TimeSpan.FromMinutes(1));

        Assert.False(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Five_wrong_passwords_lock_out_for_five_minutes()
    {
        using var owner = await _app.SignUpAsync("ada@example.com");
        using var browser = _app.NewBrowser();
        var answers = new List<string?>();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            answers.Add((await browser.SignInAsync("ada@example.com", NewPassword)).Alert);
        }

        answers.Add((await browser.SignInAsync("ada@example.com")).Alert);
        _clock.Advance(TimeSpan.FromMinutes(5));
        var afterwards = await browser.SignInAsync("ada@example.com");

        Assert.Equal(
            [AccountText.Wrong, AccountText.Wrong, AccountText.Wrong, AccountText.Wrong, AccountText.LockedOut, AccountText.LockedOut],
            answers);
        Assert.Equal("/", afterwards.Address.PathAndQuery);
    }

    [Fact]
    public async Task A_borrowed_session_cannot_be_used_to_guess_the_password_and_is_ended_by_trying()
    {
        using var elsewhere = await _app.SignUpAsync("ada@example.com");
        using var browser = _app.NewBrowser();
        await browser.SignInAsync("ada@example.com");
        var answers = new List<string?>();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            answers.Add((await ChangeAsync(browser, $"guess number {attempt}", NewPassword)).Alert);
        }

        var wrong = AccountText.WrongCurrentPassword;
        Assert.Equal([wrong, wrong, wrong, wrong, SecurityText.SignedOutForSafety], answers);
        Assert.Equal((false, false), (await browser.IsSignedInAsync(), await elsewhere.IsSignedInAsync()));
        Assert.Equal(AccountText.LockedOut, (await browser.SignInAsync("ada@example.com")).Alert);
    }

    [Theory]
    [InlineData("", NewPassword, NewPassword, AccountText.EnterCurrentPassword)]
    [InlineData(Browser.Password, NewPassword, "something else entirely", AccountText.PasswordsDiffer)]
    [InlineData(Browser.Password, "password1234", "password1234", "This password is easy to guess. Choose another one.")]
    public async Task A_refused_change_says_why(string current, string password, string repeated, string problem)
    {
        using var browser = await _app.SignUpAsync("ada@example.com");

        var page = await browser.SubmitAsync(
            "/account/change-password", ("Input.Current", current), ("Input.Password", password), ("Input.Repeated", repeated));

        Assert.Equal(problem, page.Alert);
        await browser.SignOutAsync();
        await browser.SignInAsync("ada@example.com");
        Assert.True(await browser.IsSignedInAsync());
    }

    private static Task<Page> ChangeAsync(Browser browser, string current, string next) => browser.SubmitAsync(
        "/account/change-password", ("Input.Current", current), ("Input.Password", next), ("Input.Repeated", next));
}
