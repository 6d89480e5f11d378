using VoiceAgent.Sandbox.Keys;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class KeysApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private static readonly string[] Others = ["deepgram", "elevenlabs"];

    [Fact]
    public async Task A_key_is_stored_tested_replaced_and_deleted_and_never_told()
    {
        using var client = await app.NewClientAsync();
        var key = SandboxKeys.Valid("openai");

        var created = await client.PutAsync("/api/v1/keys/openai", $$"""{"key":"{{key}}"}""");
        Assert.Equal(201, created.Status);
        Assert.Equal("untested", created.Json.GetProperty("key").GetProperty("status").GetString());

        var tested = await client.SendAsync(HttpMethod.Post, "/api/v1/keys/openai/test");
        Assert.Equal((200, "valid"), (tested.Status, tested.Json.GetProperty("verdict").GetString()));

        var replaced = await client.PutAsync("/api/v1/keys/OpenAI", """{"key":"xyz-not-the-usual-shape-of-a-key"}""");
        Assert.Equal(200, replaced.Status);
        Assert.Contains("does not look like", replaced.Json.GetProperty("warning").GetString(), StringComparison.Ordinal);

        var list = await client.GetAsync("/api/v1/keys");
        var listed = Assert.Single(list.Json.GetProperty("keys").EnumerateArray());
        Assert.Equal(("openai", "languageModel", "untested", "-key"), (Text(listed, "provider"), Text(listed, "category"), Text(listed, "status"), Text(listed, "tail")));
        Assert.Equal(listed.ToString(), (await client.GetAsync("/api/v1/keys/openai")).Json.ToString());
        Assert.All([created, tested, replaced, list], answer => Assert.DoesNotContain(key[..12], answer.Text, StringComparison.Ordinal));
        Assert.All([created, tested, replaced, list], answer => Assert.True(answer.Response.Headers.CacheControl?.NoStore));

        Assert.Equal(204, (await client.SendAsync(HttpMethod.Delete, "/api/v1/keys/openai?confirm=true")).Status);
        Assert.Equal("key-not-found", (await client.GetAsync("/api/v1/keys/openai")).Code);
        Assert.Equal("key-not-found", (await client.SendAsync(HttpMethod.Delete, "/api/v1/keys/openai")).Code);
        Assert.Equal("key-not-found", (await client.SendAsync(HttpMethod.Post, "/api/v1/keys/openai/test")).Code);
    }

    [Fact]
    public async Task A_refused_key_is_told_field_by_field_and_repeated_nowhere()
    {
        using var client = await app.NewClientAsync();

        var refused = await client.PutAsync("/api/v1/keys/telnyx", """{"key":"KEY canary","webhookPublicKey":"nonsense!"}""");

        Assert.Equal((422, "invalid-input"), (refused.Status, refused.Code));
        Assert.Contains("There is a space", refused.Json.GetProperty("errors").GetProperty("key").GetString(), StringComparison.Ordinal);
        Assert.Contains("not base64", refused.Json.GetProperty("errors").GetProperty("webhookPublicKey").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("canary", refused.Text, StringComparison.Ordinal);
        Assert.Contains("no such region", (await client.PutAsync("/api/v1/keys/openai", """{"key":"sk-0123456789abcdef","region":"moon"}""")).Text, StringComparison.Ordinal);
        Assert.Empty((await client.GetAsync("/api/v1/keys")).Json.GetProperty("keys").EnumerateArray());
    }

    [Fact]
    public async Task Readiness_names_what_is_missing_and_where_it_is_mended()
    {
        using var client = await app.NewClientAsync();
        foreach (var slug in Others)
        {
            await client.PutAsync($"/api/v1/keys/{slug}", $$"""{"key":"{{SandboxKeys.Valid(slug)}}"}""");
        }

        var readiness = (await client.GetAsync("/api/v1/keys/readiness")).Json;

        Assert.False(readiness.GetProperty("ready").GetBoolean());
        var missing = readiness.GetProperty("missing").EnumerateArray().ToList();
        Assert.Equal([("languageModel", "noKey"), ("telephony", "noKey")], missing.Select(item => (Text(item, "category"), Text(item, "reason"))));
        Assert.Equal(["openai", "grok"], missing[0].GetProperty("providers").EnumerateArray().Select(name => name.GetString()));
        Assert.All(missing, item => Assert.StartsWith("/settings", Text(item, "actionUrl"), StringComparison.Ordinal));

        var agent = client.NewAgent("Reception");
        await client.StoreAsync(agent);
        Assert.Equal(200, (await client.GetAsync($"/api/v1/keys/readiness?agent={agent.Id}")).Status);
        Assert.Equal("agent-not-found", (await client.GetAsync("/api/v1/keys/readiness?agent=nobody")).Code);
    }

    [Fact]
    public async Task Deleting_the_last_usable_key_has_to_be_confirmed_and_names_the_agents_that_stop()
    {
        using var client = await app.NewClientAsync();
        foreach (var slug in (string[])["deepgram", "openai", "elevenlabs", "telnyx"])
        {
            var publicKey = slug == "telnyx" ? $$""","webhookPublicKey":"{{Convert.ToBase64String(new byte[32])}}" """ : string.Empty;
            Assert.Equal(201, (await client.PutAsync($"/api/v1/keys/{slug}", $$"""{"key":"{{SandboxKeys.Valid(slug)}}"{{publicKey}} }""")).Status);
        }

        var agent = client.NewAgent("Night desk");
        await client.StoreAsync(agent);

        var refused = await client.SendAsync(HttpMethod.Delete, "/api/v1/keys/openai");

        Assert.Equal((409, "confirmation-needed"), (refused.Status, refused.Code));
        var stopped = Assert.Single(refused.Json.GetProperty("agents").EnumerateArray());
        Assert.Equal((agent.Id.ToString(), "Night desk"), (Text(stopped, "id"), Text(stopped, "name")));
        Assert.Equal(200, (await client.GetAsync("/api/v1/keys/openai")).Status);
        Assert.Equal(204, (await client.SendAsync(HttpMethod.Delete, "/api/v1/keys/openai?confirm=true")).Status);
        Assert.Equal(404, (await client.GetAsync("/api/v1/keys/openai")).Status);
    }

    private static string? Text(System.Text.Json.JsonElement json, string name) => json.GetProperty(name).GetString();
}
