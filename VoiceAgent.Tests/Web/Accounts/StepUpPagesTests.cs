using System.Net;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Audit;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;

namespace VoiceAgent.Tests.Web.Accounts;

/// <summary>Security settings ask again after ten minutes, by the best proof there is.</summary>
[Trait("Kind", "Host")]
public sealed class StepUpPagesTests : IAsyncLifetime
{
    private const string Email = "ada@example.com";

    private readonly ShiftedClock _clock = new();
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(builder => builder.Services.AddSingleton<TimeProvider>(_clock));

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Theory]
    [InlineData("/account/two-factor")]
    [InlineData("/account/passkeys")]
    public async Task Who_has_just_signed_up_is_not_asked_and_later_is_led_back(string address)
    {
        using var browser = await _app.SignUpAsync(Email);

        var fresh = await browser.OpenAsync(address);
        _clock.Advance(TimeSpan.FromMinutes(11));
        var asked = await browser.OpenAsync(address);
        var wrong = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Password", "wrong river under stones"));
        var back = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Password", Browser.Password));

        Assert.Equal(address, fresh.Address.PathAndQuery);
        Assert.Equal("/account/confirm?returnUrl=" + Uri.EscapeDataString(address), asked.Address.PathAndQuery);
        Assert.Equal(SecurityText.Confirm, asked.Heading);
        Assert.Equal(AccountText.WrongPassword, wrong.Alert);
        Assert.Equal(address, back.Address.PathAndQuery);
    }

    [Fact]
    public async Task Who_has_an_app_is_asked_for_its_code_and_the_password_does_not_do()
    {
        using var browser = await _app.SignUpAsync(Email);
        var app = new Authenticator((await browser.OpenAsync("/account/two-factor")).Document.QuerySelector(".account-key code")!.TextContent, _clock);
        await browser.SubmitAsync("/account/two-factor", ("Input.Code", app.Code));
        _clock.Advance(TimeSpan.FromMinutes(11));

        var asked = await browser.OpenAsync("/account/change-password");
        var refused = await browser.SubmitAsync(asked.Address.PathAndQuery, ("_handler", "confirm-password"), ("Input.Password", Browser.Password));
        var stillAsked = await browser.OpenAsync("/account/two-factor");
        var back = await browser.SubmitAsync(asked.Address.PathAndQuery, ("Input.Code", app.Code));

        Assert.NotNull(asked.Document.QuerySelector("[name='Input.Code']"));
        Assert.Null(asked.Document.QuerySelector("[name='Input.Password']"));
        Assert.NotEqual("/account/change-password", refused.Address.AbsolutePath);
        Assert.Equal("/account/confirm", stillAsked.Address.AbsolutePath);
        Assert.Equal("/account/change-password", back.Address.PathAndQuery);
    }

    [Fact]
    public async Task Guessing_ends_every_session_and_is_written_down()
    {
        using var elsewhere = await _app.SignUpAsync(Email);
        using var borrowed = _app.NewBrowser();
        await borrowed.SignInAsync(Email);
        Page page = null!;

        for (var attempt = 0; attempt < 5; attempt++)
        {
            page = await borrowed.SubmitAsync("/account/confirm", ("Input.Password", $"guess number {attempt}"));
        }

        Assert.Equal(SecurityText.SignedOutForSafety, page.Alert);
        Assert.Equal((false, false), (await borrowed.IsSignedInAsync(), await elsewhere.IsSignedInAsync()));
        await using var scope = _app.Services.CreateAsyncScope();
        var account = (await scope.ServiceProvider.GetRequiredService<Users>().FindByEmailAsync(Email))!.User.AccountId;
        var trail = await _app.Services.GetRequiredService<IAuditTrail>().ListAsync(account, null, 100, CancellationToken.None);
        Assert.Equal(
            [AccountEvents.SessionsEnded, AccountEvents.LockedOut, AccountEvents.SignedIn, AccountEvents.SignedIn],
            trail.Select(entry => entry.Event.Name));
        Assert.All(trail, entry => Assert.Equal("Unknown browser", entry.Event.Actor.UserAgent));
    }

    [Fact]
    public async Task A_lockout_from_the_sign_in_page_signs_nobody_out()
    {
        using var owner = await _app.SignUpAsync(Email);
        using var stranger = _app.NewBrowser();

        for (var attempt = 0; attempt < 5; attempt++)
        {
            await stranger.SignInAsync(Email, $"guess number {attempt}");
        }

        Assert.True(await owner.IsSignedInAsync());
    }

    [Fact]
    public async Task Challenges_for_new_passkeys_are_for_the_confirmed_user_with_a_token_only()
    {
        using var browser = await _app.SignUpAsync(Email);
        using var stranger = _app.NewBrowser();
        var token = (await browser.OpenAsync("/account/passkeys")).Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!;

        var without = await AskAsync(browser, "/account/passkey/creation-options", token: null);
        var nobody = await AskAsync(stranger, "/account/passkey/creation-options", token: null);
        var fresh = await AskAsync(browser, "/account/passkey/creation-options", token);
        _clock.Advance(TimeSpan.FromMinutes(11));
        var stale = await AskAsync(browser, "/account/passkey/creation-options", token);

        Assert.Equal(HttpStatusCode.BadRequest, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, fresh.StatusCode);
        Assert.Contains("\"userVerification\":\"required\"", await fresh.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.False(nobody.IsSuccessStatusCode);
        Assert.False(stale.IsSuccessStatusCode);
    }

    private static Task<HttpResponseMessage> AskAsync(Browser browser, string address, string? token)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative));
        if (token is not null)
        {
            request.Headers.Add("RequestVerificationToken", token);
        }

        return browser.Http.SendAsync(request);
    }
}
