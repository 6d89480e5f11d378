using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Accounts.TwoFactor;
using VoiceAgent.Core.Keys.Rotation;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;

namespace VoiceAgent.Tests.Web.Accounts;

/// <summary>Two-step sign-in by the real forms.</summary>
[Trait("Kind", "Host")]
public sealed class TwoStepTests : IAsyncLifetime
{
    private const string Email = "ada@example.com";

    private readonly ShiftedClock _clock = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task It_is_turned_on_by_a_right_code_only_and_shows_ten_recovery_codes_once()
    {
        using var browser = await _app.SignUpAsync(Email);
        var setup = await browser.OpenAsync("/account/two-factor");
        var app = AppOf(setup);

        var refused = await browser.SubmitAsync("/account/two-factor", ("Input.Code", app.WrongCode));
        var accepted = await browser.SubmitAsync("/account/two-factor", ("Input.Code", app.Code));
        var again = await browser.OpenAsync("/account/two-factor");

        Assert.Equal(SecurityText.WrongCode, refused.Alert);
        Assert.Equal(app.Code, AppOf(refused).Code);
        Assert.NotNull(setup.Document.QuerySelector("svg[role=img][aria-label]"));
        Assert.Equal(RecoveryCodes.Count, CodesOf(accepted).Count);
        Assert.Empty(CodesOf(again));
        Assert.Equal(SecurityText.TwoFactorOn, again.Notice);
        Assert.Null(again.Document.QuerySelector(".account-key"));
    }

    [Fact]
    public async Task After_the_password_comes_the_code_which_works_once()
    {
        var (app, _) = await TurnOnAsync();
        using var browser = _app.NewBrowser();
        using var thief = _app.NewBrowser();

        var asked = await browser.SubmitAsync("/account/sign-in?returnUrl=%2Fnumbers", ("Input.Email", Email), ("Input.Password", Browser.Password));
        var isSignedInBetween = await browser.IsSignedInAsync();
        var refused = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Code", app.WrongCode));
        var code = app.Code;
        var signedIn = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Code", code));
        await thief.SignInAsync(Email);
        var replayed = await thief.SubmitAsync("/account/two-step", ("Input.Code", code));

        Assert.Equal("/account/two-step?returnUrl=%2Fnumbers", asked.Address.PathAndQuery);
        Assert.False(isSignedInBetween);
        Assert.Equal(SecurityText.WrongCode, refused.Alert);
        Assert.Equal("/numbers", signedIn.Address.PathAndQuery);
        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(SecurityText.WrongCode, replayed.Alert);
        Assert.False(await thief.IsSignedInAsync());
    }

    [Fact]
    public async Task A_recovery_code_lets_in_once()
    {
        var (_, codes) = await TurnOnAsync();
        using var browser = _app.NewBrowser();
        using var second = _app.NewBrowser();

        await browser.SignInAsync(Email);
        var signedIn = await browser.SubmitAsync("/account/two-step?recovery=true", ("Input.Code", codes[0]));
        await second.SignInAsync(Email);
        var refused = await second.SubmitAsync("/account/two-step?recovery=true", ("Input.Code", codes[0]));

        Assert.Equal("/", signedIn.Address.PathAndQuery);
        Assert.Equal(SecurityText.WrongRecoveryCode, refused.Alert);
        Assert.Contains("9 recovery codes", (await browser.OpenAsync("/account")).Document.Body!.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Giving_the_password_again_does_not_buy_more_codes()
    {
        var (app, _) = await TurnOnAsync();
        using var browser = _app.NewBrowser();
        var answers = new List<string?>();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await browser.SignInAsync(Email);
            answers.Add((await browser.SubmitAsync("/account/two-step", ("Input.Code", app.WrongCode))).Alert);
        }

        answers.Add((await browser.SubmitAsync("/account/two-step", ("Input.Code", app.Code))).Alert);
        answers.Add((await browser.SignInAsync(Email)).Alert);

        var wrong = SecurityText.WrongCode;
        Assert.Equal([wrong, wrong, wrong, wrong, SecurityText.LockedOut, SecurityText.LockedOut, AccountText.LockedOut], answers);
    }

    [Fact]
    public async Task Without_the_password_there_is_no_second_step_and_it_does_not_wait_for_ever()
    {
        var (app, _) = await TurnOnAsync();
        using var stranger = _app.NewBrowser();
        using var slow = _app.NewBrowser();

        var nobody = await stranger.OpenAsync("/account/two-step");
        await slow.SignInAsync(Email);
        _clock.Advance(TimeSpan.FromMinutes(6));
        var late = await slow.OpenAsync("/account/two-step?returnUrl=%2Fnumbers");

        Assert.Equal("/account/sign-in", nobody.Address.AbsolutePath);
        Assert.Equal(SecurityText.TwoStepExpired, nobody.Alert);
        Assert.Equal("/account/sign-in?expired=true&returnUrl=%2Fnumbers", late.Address.PathAndQuery);
        Assert.NotEmpty(app.Code);
    }

    [Fact]
    public async Task Turning_it_on_or_off_signs_other_sessions_out_and_a_change_of_credentials_ends_a_begun_sign_in()
    {
        using var elsewhere = await _app.SignUpAsync(Email);
        using var here = _app.NewBrowser();
        await here.SignInAsync(Email);
        var app = AppOf(await here.OpenAsync("/account/two-factor"));
        await here.SubmitAsync("/account/two-factor", ("Input.Code", app.Code));
        var afterOn = (await here.IsSignedInAsync(), await elsewhere.IsSignedInAsync());
        using var begun = _app.NewBrowser();
        await begun.SignInAsync(Email);

        var off = await here.SubmitFormAsync("/account/two-factor", "disable");
        var stale = await begun.OpenAsync("/account/two-step");
        var signedIn = await elsewhere.SignInAsync(Email);

        Assert.Equal((true, false), afterOn);
        Assert.Equal(SecurityText.TwoFactorTurnedOff, off.Notice);
        Assert.True(await here.IsSignedInAsync());
        Assert.Equal("/account/sign-in", stale.Address.AbsolutePath);
        Assert.Equal("/", signedIn.Address.PathAndQuery);
    }

    [Fact]
    public async Task New_recovery_codes_replace_the_old_ones()
    {
        var (_, codes) = await TurnOnAsync(out var here);
        using (here)
        {
            var made = CodesOf(await here.SubmitFormAsync("/account/two-factor", "codes"));
            using var browser = _app.NewBrowser();
            await browser.SignInAsync(Email);

            var old = await browser.SubmitAsync("/account/two-step?recovery=true", ("Input.Code", codes[0]));
            var next = await browser.SubmitAsync("/account/two-step?recovery=true", ("Input.Code", made[9]));

            Assert.Equal(SecurityText.WrongRecoveryCode, old.Alert);
            Assert.Equal("/", next.Address.PathAndQuery);
        }
    }

    [Fact]
    public async Task The_app_s_key_is_stored_sealed_and_a_rotation_finds_it()
    {
        await TurnOnAsync();
        await using var scope = _app.Services.CreateAsyncScope();
        var user = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(Email))!.User;
        var stored = await _app.Services.GetRequiredService<SecondFactors>().FindAsync(user.Id, CancellationToken.None);
        var collection = _app.Services.GetServices<ISealedCollection>().Single(candidate => candidate.Name == SecondFactor.Collection.Name);

        Assert.Equal(1, await collection.CountAsync(stored!.Key!.RootKeyId, CancellationToken.None));
        Assert.Equal(0, await collection.CountAsync("another", CancellationToken.None));
        Assert.Equal(new VerifyCounts(1, 0, 0), await collection.VerifyAsync(0, 10, CancellationToken.None));
    }

    private static List<string> CodesOf(Page page) => [.. page.Document.QuerySelectorAll(".account-codes code").Select(code => code.TextContent)];

    private async Task<(Authenticator App, List<string> Codes)> TurnOnAsync()
    {
        var (app, codes) = await TurnOnAsync(out var browser);
        browser.Dispose();
        return (app, codes);
    }

    private Task<(Authenticator App, List<string> Codes)> TurnOnAsync(out Browser browser)
    {
        browser = _app.NewBrowser();
        return TurnOnInAsync(browser);
    }

    private async Task<(Authenticator App, List<string> Codes)> TurnOnInAsync(Browser browser)
    {
        await browser.SignUpAsync(Email);
        var app = AppOf(await browser.OpenAsync("/account/two-factor"));
        var codes = CodesOf(await browser.SubmitAsync("/account/two-factor", ("Input.Code", app.Code)));
        _clock.Advance(TimeSpan.FromMinutes(1));
        return (app, codes);
    }

    private Authenticator AppOf(Page page) => new(page.Document.QuerySelector(".account-key code")!.TextContent, _clock);
}
