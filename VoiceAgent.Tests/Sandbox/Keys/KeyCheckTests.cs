using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Sandbox.Keys;

/// <summary>The key checks of the providers that have no streaming simulator.</summary>
[Trait("Kind", "Adapter")]
public sealed class KeyCheckTests(SandboxFixture sandbox) : IClassFixture<SandboxFixture>
{
    [Theory]
    [InlineData("valid", 200, null)]
    [InlineData("no-credit", 200, null)]
    [InlineData("limited", 403, "permission_denied")]
    [InlineData("wrong", 401, "unauthenticated")]
    [InlineData("rate-limited", 429, "limit_exceeded")]
    public async Task Soniox_lists_its_models(string kind, int status, string? type)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "soniox", "/v1/models", ("Authorization", "Bearer " + Key("soniox", kind)));

        Assert.Equal(status, answer.Status);
        if (type is null)
        {
            Assert.Equal("stt-rt-v5", answer.Json.GetProperty("models")[0].GetProperty("id").GetString());
        }
        else
        {
            Assert.Equal(type, answer.Json.GetProperty("error_type").GetString());
        }
    }

    [Theory]
    [InlineData("/v3/token?expires_in_seconds=60", "valid", 200)]
    [InlineData("/v3/token?expires_in_seconds=60", "no-credit", 200)]
    [InlineData("/v3/token?expires_in_seconds=60", "wrong", 401)]
    [InlineData("/v3/token?expires_in_seconds=60", "rate-limited", 429)]
    [InlineData("/v3/token?expires_in_seconds=601", "valid", 400)]
    [InlineData("/v3/token", "valid", 400)]
    [InlineData("/v3/token?expires_in_seconds=60&max_session_duration_seconds=5", "valid", 400)]
    [InlineData("/v2/transcript?limit=1", "valid", 200)]
    [InlineData("/v2/transcript?limit=1", "wrong", 401)]
    public async Task AssemblyAI_gives_a_token_and_lists_transcripts(string path, string kind, int status)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "assemblyai", path, ("Authorization", Key("assemblyai", kind)));

        Assert.Equal(status, answer.Status);
        Assert.Equal(status is not 200, answer.Json.TryGetProperty("error", out _));
    }

    [Fact]
    public async Task AssemblyAI_takes_no_scheme_before_the_key() => Assert.Equal(
        401, (await sandbox.SendAsync(HttpMethod.Get, "assemblyai", "/v2/transcript", ("Authorization", "Bearer " + Key("assemblyai", "valid")))).Status);

    [Theory]
    [InlineData("/v1/api-key", "valid", 200, null)]
    [InlineData("/v1/api-key", "no-credit", 200, null)]
    [InlineData("/v1/api-key", "limited", 200, null)]
    [InlineData("/v1/api-key", "wrong", 400, "invalid-argument")]
    [InlineData("/v1/api-key", "rate-limited", 429, "Some resource has been exhausted")]
    [InlineData("/v1/models", "valid", 200, null)]
    [InlineData("/v1/models", "no-credit", 403, "personal-team-blocked:spending-limit")]
    [InlineData("/v1/language-models", "valid", 200, null)]
    public async Task Grok_describes_the_key_and_lists_models(string path, string kind, int status, string? code)
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "grok", path, ("Authorization", "Bearer " + Key("grok", kind)));

        Assert.Equal(status, answer.Status);
        if (code is not null)
        {
            Assert.Equal(code, answer.Json.GetProperty("code").GetString());
        }
        else if (path is "/v1/api-key")
        {
            Assert.Equal(kind is "no-credit", answer.Json.GetProperty("team_blocked").GetBoolean());
            Assert.Equal(kind is not "limited", answer.Json.GetProperty("acls").EnumerateArray().Any(acl => acl.GetString() == "api-key:endpoint:*"));
        }
    }

    [Fact]
    public async Task Grok_tells_a_missing_key_from_a_wrong_one()
    {
        var answer = await sandbox.SendAsync(HttpMethod.Get, "grok", "/v1/api-key");

        Assert.Equal(401, answer.Status);
        Assert.Equal("unauthenticated:no-credentials", answer.Json.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("?provider=HUME_AI&page_size=1", "valid", 200)]
    [InlineData("?provider=HUME_AI&page_size=1", "no-credit", 200)]
    [InlineData("?provider=CUSTOM_VOICE", "valid", 200)]
    [InlineData("?provider=HUME_AI", "wrong", 401)]
    [InlineData("?provider=HUME_AI", "rate-limited", 429)]
    [InlineData("?provider=HUME_AI&page_size=500", "valid", 422)]
    [InlineData("", "valid", 422)]
    public async Task Hume_lists_its_voices(string query, string kind, int status) => Assert.Equal(
        status, (await sandbox.SendAsync(HttpMethod.Get, "hume", "/v0/tts/voices" + query, ("X-Hume-Api-Key", Key("hume", kind)))).Status);

    [Fact]
    public async Task Hume_gives_voices_page_by_page()
    {
        var page = (await sandbox.SendAsync(HttpMethod.Get, "hume", "/v0/tts/voices?provider=HUME_AI&page_size=3&page_number=1", ("X-Hume-Api-Key", Key("hume", "valid")))).Json;

        Assert.Equal(2, page.GetProperty("total_pages").GetInt32());
        Assert.Equal(1, page.GetProperty("voices_page").GetArrayLength());
    }

    private static string Key(string slug, string kind) => kind switch
    {
        "valid" => SandboxKeys.Valid(slug),
        "no-credit" => SandboxKeys.WithoutCredit(slug),
        "limited" => SandboxKeys.Limited(slug),
        "rate-limited" => SandboxKeys.RateLimited(slug),
        _ => "wrong-key-0000",
    };
}
