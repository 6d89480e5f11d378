using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Components.Account;
using VoiceAgent.Web.Hosting;

namespace VoiceAgent.Tests.Web.Hosting;

[Trait("Kind", "Host")]
public sealed class HostSettingsTests
{
    [Fact]
    public async Task The_command_line_overrides_the_settings_files_beside_the_program()
    {
        await using var app = await RunningApp.StartAsync();
        var configuration = (IConfigurationRoot)app.Services.GetRequiredService<IConfiguration>();

        var files = configuration.Providers.OfType<JsonConfigurationProvider>()
            .Select(file => file.TryGet("Sandbox:Enabled", out var value) ? $"{file.Source.Path} {value}" : null)
            .Where(setting => setting is not null);

        Assert.Equal(["appsettings.json False", "appsettings.Development.json True"], files);
        Assert.Equal("false", configuration["Sandbox:Enabled"]);
    }

    [Fact]
    public async Task The_configured_public_address_wins_over_the_bound_one()
    {
        await using var app = await RunningApp.StartAsync(null, "--PublicUrl=https://voice.example.com");

        Assert.Equal(new Uri("https://voice.example.com/"), app.Services.GetRequiredService<PublicAddress>().Current);
    }

    [Fact]
    public async Task Health_is_503_until_start_up_is_complete()
    {
        var probe = new StartupProbe();
        await using var app = await RunningApp.StartAsync(builder => builder.Services.AddSingleton<IHostedService>(services =>
        {
            probe.Services = services;
            return probe;
        }));

        Assert.Equal(HttpStatusCode.ServiceUnavailable, probe.Answer);
    }

    [Fact]
    public async Task With_a_locked_vault_people_still_sign_up_and_health_says_so()
    {
        var keyFile = Path.GetTempFileName();
        await File.WriteAllTextAsync(keyFile, "no key file");
        await using var app = await RunningApp.StartAsync(null, $"--Vault:KeyFile={keyFile}");
        using var browser = await app.SignUpAsync();

        var response = await browser.Http.GetAsync(new Uri("/health", UriKind.Relative));
        var body = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;

        Assert.True(await browser.IsSignedInAsync());
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(("degraded", "locked"), ((string?)body["status"], (string?)body["checks"]?["vault"]));
        app.ForgetErrors();
        File.Delete(keyFile);
    }

    [Fact]
    public async Task Too_many_account_forms_from_one_network_are_refused_for_a_while()
    {
        await using var app = await RunningApp.StartAsync(null, "--Hosting:AccountFormsPerMinute=3");
        using var browser = app.NewBrowser();
        var statuses = new List<HttpStatusCode>();

        for (var attempt = 0; attempt < 4; attempt++)
        {
            statuses.Add((await browser.PostAsync("/account/sign-in")).StatusCode);
        }

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], statuses);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/account/sign-in")).Status);
    }

    [Theory]
    [InlineData("--Logging:LogLevel:Default=Trace")]
    [InlineData("--Logging:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher=Debug")]
    [InlineData("--Logging:Open:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher=Debug")]
    public async Task No_setting_makes_signalr_log_what_people_type(string setting)
    {
        await using var app = await RunningApp.StartAsync(builder => builder.Logging.AddProvider(new OpenLog()), setting, "--Logging:LogLevel:Telling=Debug");
        var loggers = app.Services.GetRequiredService<ILoggerFactory>();

        Assert.False(loggers.CreateLogger("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher").IsEnabled(LogLevel.Information));
        Assert.True(loggers.CreateLogger("Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher").IsEnabled(LogLevel.Warning));
        Assert.True(loggers.CreateLogger("Telling").IsEnabled(LogLevel.Debug));
    }

    [Fact]
    public async Task Only_configured_proxies_are_believed()
    {
        await using var alone = await RunningApp.StartAsync();
        await using var behind = await RunningApp.StartAsync(null, "--Hosting:KnownProxies:0=127.0.0.1", "--Hosting:KnownProxies:1=10.0.0.0/8");

        var ignoring = alone.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;
        var believing = behind.Services.GetRequiredService<IOptions<ForwardedHeadersOptions>>().Value;

        Assert.Equal(ForwardedHeaders.None, ignoring.ForwardedHeaders);
        Assert.Equal([IPAddress.Loopback], believing.KnownProxies);
        Assert.Equal([System.Net.IPNetwork.Parse("10.0.0.0/8")], believing.KnownIPNetworks);
    }

    [Fact]
    public async Task Behind_https_cookies_are_secure_and_bound_to_the_host()
    {
        await using var app = await RunningApp.StartAsync(null, "--Hosting:KnownProxies:0=127.0.0.1");
        using var browser = app.NewBrowser();
        browser.Http.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");

        // The cookie container sends no secure cookies over http, so the antiforgery cookie goes by hand.
        var page = await browser.OpenAsync("/account/sign-up");
        browser.Http.DefaultRequestHeaders.Add("Cookie", page.Response.Headers.GetValues("Set-Cookie").First().Split(';')[0]);
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["_handler"] = "sign-up",
            ["__RequestVerificationToken"] = page.Document.QuerySelector("[name=__RequestVerificationToken]")!.GetAttribute("value")!,
            ["Input.Email"] = "secure@example.com",
            ["Input.Password"] = Browser.Password,
            ["Input.Repeated"] = Browser.Password,
        });
        var response = await browser.Http.PostAsync(new Uri("/account/sign-up", UriKind.Relative), form);

        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), value => value.StartsWith("__Host-voiceagent-session=", StringComparison.Ordinal));
        Assert.Equal(" path=/; secure; samesite=lax; httponly", cookie[(cookie.IndexOf(';', StringComparison.Ordinal) + 1)..]);
        Assert.EndsWith("upgrade-insecure-requests", Assert.Single(response.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_in_production_shows_a_page_without_details()
    {
        await using var app = await RunningApp.StartAsync(
            builder => builder.Services.AddSingleton<IDocuments<User>>(_ => throw new IOException("secret detail")),
            "--environment=Production");
        using var browser = app.NewBrowser();

        var page = await browser.OpenAsync("/account/sign-in");

        Assert.Equal((HttpStatusCode.InternalServerError, AccountText.Failed), (page.Status, page.Heading));
        app.ForgetErrors();
    }

    private sealed class StartupProbe : IHostedLifecycleService
    {
        public IServiceProvider? Services { get; set; }

        public HttpStatusCode Answer { get; private set; }

        public async Task StartedAsync(CancellationToken cancellationToken)
        {
            using var http = new HttpClient { BaseAddress = Services!.GetRequiredService<PublicAddress>().Current };
            Answer = (await http.GetAsync(new Uri("/health", UriKind.Relative), cancellationToken)).StatusCode;
        }

        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }

    [ProviderAlias("Open")]
    private sealed class OpenLog : ILoggerProvider, ILogger
    {
        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
        }

        public void Dispose()
        {
        }
    }
}
