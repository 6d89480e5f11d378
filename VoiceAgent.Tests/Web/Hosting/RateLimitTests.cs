using System.Net;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;
using VoiceAgent.Web.Hosting.Sessions;

namespace VoiceAgent.Tests.Web.Hosting;

[Trait("Kind", "Host")]
public sealed class RateLimitTests : IAsyncLifetime
{
    private RunningApp _app = null!;

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(
        null,
        "--Hosting:SignUpsPerHour=2",
        "--Hosting:SignInsPerAccountPerMinute=2",
        "--Hosting:WebhooksPerSecond=1",
        "--Hosting:MediaSocketsPerMinute=3",
        "--DetailedErrors=true");

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task One_network_makes_so_many_accounts_in_an_hour()
    {
        using var browser = _app.NewBrowser();
        var answers = new List<HttpResponseMessage>();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            answers.Add(await browser.PostAsync("/account/sign-up"));
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers.Select(answer => answer.StatusCode));
        Assert.Equal("3600", Assert.Single(answers[2].Headers.GetValues("Retry-After")));
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/account/sign-up")).Status);
    }

    [Fact]
    public async Task The_password_of_one_address_is_tried_so_often_in_a_minute_right_or_wrong()
    {
        using var browser = _app.NewBrowser();
        var answers = new List<string?>();

        for (var attempt = 0; attempt < 3; attempt++)
        {
            answers.Add((await browser.SignInAsync(attempt == 1 ? " ADA@example.com" : "ada@example.com")).Alert);
        }

        Assert.Equal([AccountText.Wrong, AccountText.Wrong, AccountText.LockedOut], answers);
        Assert.Equal(AccountText.Wrong, (await browser.SignInAsync("grace@example.com")).Alert);
    }

    [Fact]
    public async Task Webhooks_of_one_account_do_not_use_up_those_of_another()
    {
        using var http = new HttpClient { BaseAddress = _app.Address };
        var (first, second) = (new string('a', 32), new string('b', 32));
        var statuses = new List<HttpStatusCode>();

        for (var delivery = 0; delivery < 12; delivery++)
        {
            using var content = new StringContent("{}");
            statuses.Add((await http.PostAsync(new Uri($"/hooks/telnyx/{first}", UriKind.Relative), content)).StatusCode);
        }

        using var other = new StringContent("{}");
        var answer = await http.PostAsync(new Uri($"/hooks/telnyx/{second}", UriKind.Relative), other);

        // Four at once; a slow machine may see one or two of the next seconds.
        Assert.All(statuses.Take(4), status => Assert.Equal(HttpStatusCode.NotFound, status));
        Assert.Contains(HttpStatusCode.TooManyRequests, statuses);
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task Media_connections_of_one_network_are_limited()
    {
        using var http = new HttpClient { BaseAddress = _app.Address };
        var statuses = new List<HttpStatusCode>();

        for (var attempt = 0; attempt < 4; attempt++)
        {
            var answer = await http.GetAsync(new Uri($"/media/telnyx/{new string('c', 64)}", UriKind.Relative));
            statuses.Add(answer.StatusCode);
            Assert.Empty(await answer.Content.ReadAsStringAsync());
        }

        Assert.Equal([HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.BadRequest, HttpStatusCode.TooManyRequests], statuses);
    }

    [Fact]
    public void Circuits_tell_the_browser_no_details_and_are_kept_for_a_while_only()
    {
        var circuits = _app.Services.GetRequiredService<IOptions<CircuitOptions>>().Value;

        Assert.Equal(
            (false, CircuitServices.MostDisconnectedCircuits, TimeSpan.FromMinutes(3)),
            (circuits.DetailedErrors, circuits.DisconnectedCircuitMaxRetained, circuits.DisconnectedCircuitRetentionPeriod));
    }
}
