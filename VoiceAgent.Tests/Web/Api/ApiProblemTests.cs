using System.Text;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys;
using VoiceAgent.Tests.Fakes;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class ApiProblemTests(ApiApp app) : IClassFixture<ApiApp>
{
    [Theory]
    [InlineData("GET", "/api/v1/keys/acme", null, 404, "unknown-provider")]
    [InlineData("PUT", "/api/v1/keys/acme", "{}", 404, "unknown-provider")]
    [InlineData("GET", "/api/v1/calls/nothing", null, 404, "call-not-found")]
    [InlineData("GET", "/api/v1/calls?take=201", null, 400, "bad-request")]
    [InlineData("GET", "/api/v1/calls?skip=-1", null, 400, "bad-request")]
    [InlineData("GET", "/api/v1/nothing", null, 404, "not-found")]
    [InlineData("GET", "/api", null, 404, "not-found")]
    [InlineData("PATCH", "/api/v1/keys/openai", "{}", 405, "method-not-allowed")]
    [InlineData("DELETE", "/api/v1/keys", null, 405, "method-not-allowed")]
    [InlineData("PUT", "/api/v1/keys/openai", "", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", "null", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", "[]", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", """{"key":"sk-canary-canary""", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", """{"key":17}""", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", """{"keys":"sk-canary-canary"}""", 400, "malformed-body")]
    [InlineData("PUT", "/api/v1/keys/openai", "{}", 422, "invalid-input")]
    [InlineData("DELETE", "/api/v1/keys/openai?confirm=perhaps", null, 400, "bad-request")]
    public async Task Every_failure_is_a_problem_with_a_stable_code(string method, string path, string? body, int status, string code)
    {
        using var client = await app.NewClientAsync();

        var answer = await client.SendAsync(new HttpMethod(method), path, body);

        Assert.Equal((status, code), (answer.Status, answer.Code));
        Assert.Equal((status, $"urn:voiceagent:problem:{code}"), (answer.Json.GetProperty("status").GetInt32(), answer.Json.GetProperty("type").GetString()));
        Assert.DoesNotContain("canary", answer.Text, StringComparison.Ordinal);
        Assert.True(answer.Response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/x-www-form-urlencoded")]
    public async Task A_body_that_is_not_json_is_refused(string contentType)
    {
        using var client = await app.NewClientAsync();

        var answer = await client.PutAsync("/api/v1/keys/openai", """{"key":"sk-0123456789abcdef"}""", contentType);

        Assert.Equal((415, "unsupported-media-type"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_body_that_is_too_large_is_refused_whether_announced_or_not(bool isAnnounced)
    {
        using var client = await app.NewClientAsync();
        using var request = new HttpRequestMessage(HttpMethod.Put, new Uri("/api/v1/keys/openai", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", client.Token);
        request.Content = new ByteArrayContent(Encoding.ASCII.GetBytes($$"""{"key":"{{new string('k', 10_000)}}"}"""));
        request.Content.Headers.ContentType = new("application/json");
        request.Headers.TransferEncodingChunked = !isAnnounced;

        var answer = await ApiAnswer.OfAsync(await client.Http.SendAsync(request));

        Assert.Equal((413, "body-too-large"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData(null, "missing-token")]
    [InlineData("", "missing-token")]
    [InlineData("va_pat_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "invalid-token")]
    [InlineData("nonsense", "invalid-token")]
    public async Task Without_a_valid_token_nobody_gets_in(string? token, string code)
    {
        using var client = await app.NewClientAsync();
        client.Token = string.IsNullOrEmpty(token) ? null : token;

        var answer = await client.GetAsync("/api/v1/keys");

        Assert.Equal((401, code), (answer.Status, answer.Code));
        Assert.StartsWith("Bearer realm=\"VoiceAgent\"", answer.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_browsers_cookie_opens_nothing()
    {
        using var browser = await app.App.SignUpAsync();
        Assert.True(await browser.IsSignedInAsync());

        var answer = await ApiAnswer.OfAsync(await browser.Http.GetAsync(new Uri("/api/v1/keys", UriKind.Relative)));

        Assert.Equal((401, "missing-token"), (answer.Status, answer.Code));
    }

    [Theory]
    [InlineData("GET", "/api/v1/keys", "keys:read")]
    [InlineData("GET", "/api/v1/keys/openai", "keys:read")]
    [InlineData("GET", "/api/v1/keys/readiness", "keys:read")]
    [InlineData("PUT", "/api/v1/keys/openai", "keys:write")]
    [InlineData("DELETE", "/api/v1/keys/openai", "keys:write")]
    [InlineData("POST", "/api/v1/keys/openai/test", "keys:test")]
    [InlineData("GET", "/api/v1/calls", "calls:read")]
    [InlineData("GET", "/api/v1/calls/nothing", "calls:read")]
    [InlineData("POST", "/api/v1/calls", "calls:write")]
    [InlineData("POST", "/api/v1/calls/nothing/hangup", "calls:write")]
    public async Task A_token_does_only_what_its_scopes_say(string method, string path, string scope)
    {
        using var client = await app.NewClientAsync([.. ((string[])["keys:read", "keys:write", "keys:test", "calls:read", "calls:write"]).Where(other => other != scope)]);

        var answer = await client.SendAsync(new HttpMethod(method), path, method == "PUT" ? """{"key":"sk-0123456789abcdef"}""" : null);

        Assert.Equal((403, "insufficient-scope"), (answer.Status, answer.Code));
        Assert.Contains($"scope=\"{scope}\"", answer.Response.Headers.WwwAuthenticate.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_locked_vault_is_told()
    {
        await using var locked = await RunningApp.StartAsync(null, "--Vault:CreateKeyFile=false");
        await using var scope = locked.Services.CreateAsyncScope();
        var registered = await scope.ServiceProvider.GetRequiredService<VoiceAgent.Core.Accounts.Registration>().CreateAsync("locked@api.example", Browser.Password, isDemo: false, default);
        using var client = new ApiClient(locked, registered.User!.User);
        await client.TakeTokenAsync(["keys:read", "keys:write"]);
        Assert.True(locked.Services.GetRequiredService<IVaultStatus>().State.IsLocked);

        Assert.Equal((503, "vault-locked"), await client.PutAsync("/api/v1/keys/openai", """{"key":"sk-0123456789abcdef"}""") is { } answer ? (answer.Status, answer.Code) : default);
        Assert.Equal(200, (await client.GetAsync("/api/v1/keys")).Status);
        locked.ForgetErrors();
    }

    [Fact]
    public async Task Too_many_key_tests_are_told_to_wait_as_long_as_it_takes()
    {
        await using var small = await RunningApp.StartAsync(null, "--Sandbox:Enabled=true", "--Sandbox:RealisticDelays=false", "--KeyTests:PerAccountPerMinute=2");
        await using var scope = small.Services.CreateAsyncScope();
        var registered = await scope.ServiceProvider.GetRequiredService<VoiceAgent.Core.Accounts.Registration>().CreateAsync("tests@api.example", Browser.Password, isDemo: false, default);
        using var client = new ApiClient(small, registered.User!.User);
        await client.TakeTokenAsync(["keys:write", "keys:test"]);
        var key = VoiceAgent.Sandbox.Keys.SandboxKeys.Valid("openai");
        Assert.Equal(201, (await client.PutAsync("/api/v1/keys/openai", $$"""{"key":"{{key}}"}""")).Status);
        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 4; i++)
        {
            answers.Add(await client.SendAsync(HttpMethod.Post, "/api/v1/keys/openai/test"));
        }

        Assert.Equal([200, 200, 429, 429], answers.Select(answer => answer.Status));
        Assert.All(answers.Skip(2), answer =>
        {
            Assert.Equal("key-test-limit", answer.Code);
            Assert.InRange(int.Parse(answer.Response.Headers.GetValues("Retry-After").Single(), System.Globalization.CultureInfo.InvariantCulture), 1, 60);
            Assert.DoesNotContain(key, answer.Text, StringComparison.Ordinal);
        });
    }

    [Theory]
    [InlineData("--Api:RequestsPerMinutePerToken=3")]
    [InlineData("--Api:RequestsPerMinutePerAccount=3")]
    [InlineData("--Api:RequestsPerMinutePerNetwork=3")]
    public async Task Too_many_requests_are_told_to_wait(string limit)
    {
        await using var small = await RunningApp.StartAsync(null, limit);
        await using var scope = small.Services.CreateAsyncScope();
        var registered = await scope.ServiceProvider.GetRequiredService<VoiceAgent.Core.Accounts.Registration>().CreateAsync("many@api.example", Browser.Password, isDemo: false, default);
        using var client = new ApiClient(small, registered.User!.User);
        await client.TakeTokenAsync(["keys:read"]);
        var answers = new List<ApiAnswer>();
        for (var i = 0; i < 8; i++)
        {
            answers.Add(await client.GetAsync("/api/v1/keys"));
        }

        var refused = answers.Where(answer => answer.Status == 429).ToList();
        Assert.NotEmpty(refused);
        Assert.All(refused, answer => Assert.Equal(("rate-limited", "60"), (answer.Code, answer.Response.Headers.GetValues("Retry-After").Single())));
        Assert.All(answers.Except(refused), answer => Assert.Equal(200, answer.Status));
    }
}
