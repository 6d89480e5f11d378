using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Accounts;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Storage;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Sandbox;

[Trait("Kind", "Host")]
public sealed class SandboxModeTests
{
    [Fact]
    public async Task The_demo_account_is_made_once_and_is_ready_for_calls()
    {
        await using var app = await RunningApp.StartAsync(null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false");
        using var http = new HttpClient { BaseAddress = app.Address };

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => AskAsync(http)));

        Assert.All(answers, answer => Assert.Equal("+12025550131", answer.GetProperty("number").GetString()));
        var accounts = await app.Services.GetRequiredService<IDocuments<Account>>().QueryAsync(new() { Where = account => account.IsDemo }, CancellationToken.None);
        var demo = Assert.Single(accounts).Document;
        var keys = await app.Services.GetRequiredService<IProviderKeys>().ListAsync(demo.Id, CancellationToken.None);
        Assert.Equal(ProviderCatalog.All.Select(provider => provider.Name).Order(), keys.Select(key => key.Provider).Order());
        Assert.All(keys, key => Assert.Equal(KeyStatus.Valid, key.Status));
        var readiness = await app.Services.GetRequiredService<ICallReadinessService>().EvaluateAsync(demo.Id, null, CancellationToken.None);
        Assert.Empty(readiness.Missing);
    }

    [Fact]
    public async Task Trying_the_sandbox_takes_the_form_of_our_own_page()
    {
        await using var app = await RunningApp.StartAsync(null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false");
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false }) { BaseAddress = app.Address };
        using var forged = await http.PostAsync(new Uri("/sandbox/try", UriKind.Relative), new FormUrlEncodedContent([]));
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);

        using var browser = app.NewBrowser();
        using var tried = await browser.PostAsync("/");
        Assert.Equal((HttpStatusCode.Redirect, "/calls/live"), (tried.StatusCode, tried.Headers.Location?.OriginalString));
        Assert.True(await browser.IsSignedInAsync());
    }

    [Fact]
    public async Task Without_the_sandbox_none_of_it_exists()
    {
        await using var app = await RunningApp.StartAsync();
        using var http = new HttpClient { BaseAddress = app.Address };
        foreach (var path in (string[])["/sandbox/demo", "/sandbox/try"])
        {
            using var answer = await http.PostAsync(new Uri(path, UriKind.Relative), new FormUrlEncodedContent([]));
            Assert.True(answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed, $"{path} answered {answer.StatusCode}.");
        }
    }

    private static async Task<JsonElement> AskAsync(HttpClient http)
    {
        using var answer = await http.PostAsync(new Uri("/sandbox/demo", UriKind.Relative), null);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }
}
