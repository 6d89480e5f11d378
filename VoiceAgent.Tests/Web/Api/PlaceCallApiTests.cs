using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using VoiceAgent.Core.Keys;
using VoiceAgent.Core.Providers;
using VoiceAgent.Core.Telephony;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Tests.Fakes;
using VoiceAgent.Web.Hosting.Sandbox;

namespace VoiceAgent.Tests.Web.Api;

[Trait("Kind", "Host")]
public sealed class PlaceCallApiTests(ApiApp app) : IClassFixture<ApiApp>
{
    private const string Own = "+12025550131";

    [Fact]
    public async Task A_call_is_made_shown_and_hung_up()
    {
        using var client = await app.NewClientAsync("calls:read", "calls:write");
        using var stranger = await app.NewClientAsync();
        var agent = await ReadyAsync(client);

        var placed = await PlaceAsync(client, agent, "+12025550102", reference: "order 17");

        Assert.Equal(201, placed.Status);
        var id = placed.Json.GetProperty("id").GetString();
        Assert.Equal($"/api/v1/calls/{id}", placed.Response.Headers.Location?.OriginalString);
        Assert.Equal(("outbound", "ringing", "order 17"), (Text(placed.Json, "direction"), Text(placed.Json, "state"), Text(placed.Json, "reference")));
        Assert.Equal((404, "call-not-found"), await stranger.SendAsync(HttpMethod.Post, $"/api/v1/calls/{id}/hangup") is var refused ? (refused.Status, refused.Code) : default);

        Assert.Equal(202, (await client.SendAsync(HttpMethod.Post, $"/api/v1/calls/{id}/hangup")).Status);
        var ended = await Eventually.GetAsync(async () => (await client.GetAsync($"/api/v1/calls/{id}")) is var answer && Text(answer.Json.GetProperty("call"), "state") == "ended" ? answer : null);
        Assert.Equal("cancelled", Text(ended.Json.GetProperty("call"), "endReason"));
        Assert.Equal((409, "call-not-live"), await client.SendAsync(HttpMethod.Post, $"/api/v1/calls/{id}/hangup") is var late ? (late.Status, late.Code) : default);
    }

    [Fact]
    public async Task The_same_key_makes_one_call()
    {
        using var client = await app.NewClientAsync();
        var agent = await ReadyAsync(client);
        var key = Guid.NewGuid().ToString();

        var first = await PlaceAsync(client, agent, "+12025550101", key: key);
        var again = await PlaceAsync(client, agent, "+12025550101", key: key);
        var other = await PlaceAsync(client, agent, "+12025550102", key: key);

        Assert.Equal((201, 200), (first.Status, again.Status));
        Assert.Equal(Text(first.Json, "id"), Text(again.Json, "id"));
        Assert.Equal(["true"], again.Response.Headers.GetValues("Idempotency-Replayed"));
        Assert.Equal((422, "idempotency-key-reused"), (other.Status, other.Code));
        Assert.Equal(1, (await client.GetAsync("/api/v1/calls")).Json.GetProperty("total").GetInt32());
        Assert.Equal((400, "bad-request"), await PlaceAsync(client, agent, "+12025550101", key: "two words") is var unreadable ? (unreadable.Status, unreadable.Code) : default);
    }

    [Fact]
    public async Task Many_at_once_with_the_same_key_make_one_call()
    {
        using var client = await app.NewClientAsync();
        var agent = await ReadyAsync(client);
        var key = Guid.NewGuid().ToString();

        var answers = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => PlaceAsync(client, agent, "+12025550101", key: key)));

        Assert.Single(answers, answer => answer.Status == 201);
        Assert.All(answers, answer => Assert.True(answer.Status is 200 or 201 || answer.Code is "request-in-progress", answer.Text));
        Assert.Equal(1, (await client.GetAsync("/api/v1/calls")).Json.GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task A_refused_key_can_be_used_again_once_the_cause_is_gone()
    {
        using var client = await app.NewClientAsync();
        var agent = await ReadyAsync(client, without: "openai");
        var key = Guid.NewGuid().ToString();

        var refused = await PlaceAsync(client, agent, "+12025550101", key: key);

        Assert.Equal((409, "keys-missing"), (refused.Status, refused.Code));
        var missing = Assert.Single(refused.Json.GetProperty("missing").EnumerateArray());
        Assert.Equal(("languageModel", "noKey", "/settings#language-model"), (Text(missing, "category"), Text(missing, "reason"), Text(missing, "actionUrl")));
        await StoreAsync(client, "openai");
        Assert.Equal(201, (await PlaceAsync(client, agent, "+12025550101", key: key)).Status);
    }

    [Theory]
    [InlineData("911", null, "to")]
    [InlineData("2025550172", null, "to")]
    [InlineData("+19005550172", null, "to")]
    [InlineData(Own, null, "to")]
    [InlineData("+12025550101", "+12025550199", "from")]
    public async Task What_is_wrong_is_named(string to, string? from, string member)
    {
        using var client = await app.NewClientAsync();
        var agent = await ReadyAsync(client);

        var refused = await PlaceAsync(client, agent, to, from);

        Assert.Equal((422, "invalid-input"), (refused.Status, refused.Code));
        Assert.Equal([member], refused.Json.GetProperty("errors").EnumerateObject().Select(error => error.Name));
    }

    [Fact]
    public async Task Another_accounts_agent_does_not_exist()
    {
        using var client = await app.NewClientAsync();
        using var stranger = await app.NewClientAsync();
        await ReadyAsync(stranger);

        var refused = await PlaceAsync(stranger, await ReadyAsync(client), "+12025550101");

        Assert.Equal((404, "agent-not-found"), (refused.Status, refused.Code));
    }

    private static string? Text(JsonElement element, string name) => element.GetProperty(name).GetString();

    private static async Task<ApiAnswer> PlaceAsync(ApiClient client, string agent, string to, string? from = null, string? reference = null, string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/api/v1/calls", UriKind.Relative));
        request.Headers.Authorization = new("Bearer", client.Token);
        request.Content = new StringContent(JsonSerializer.Serialize(new { agent, to, from, reference }), System.Text.Encoding.UTF8, "application/json");
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await ApiAnswer.OfAsync(await client.Http.SendAsync(request));
    }

    /// <summary>An agent that could call.</summary>
    private async Task<string> ReadyAsync(ApiClient client, string? without = null)
    {
        foreach (var slug in (string[])["deepgram", "openai", "elevenlabs", "telnyx"])
        {
            if (slug != without)
            {
                await StoreAsync(client, slug);
            }
        }

        var agent = client.NewAgent("Caller");
        await client.StoreAsync(agent);
        await app.App.Services.GetRequiredService<PhoneLines>().AssignAsync(client.User.AccountId, Own, agent.Id, default);
        return agent.Id.ToString();
    }

    private async Task StoreAsync(ApiClient client, string slug)
    {
        var provider = ProviderCatalog.FindBySlug(slug)!.Name;
        var input = new KeyInput
        {
            Key = SandboxKeys.Valid(slug),
            WebhookPublicKey = provider is ProviderName.Telnyx ? app.App.Services.GetRequiredService<SandboxHost>().Server.Telnyx.PublicKey : null,
        };
        Assert.True((await app.App.Services.GetRequiredService<IProviderKeys>().SaveAsync(client.User.AccountId, client.User.Id, provider, input, default)).Saved);
    }
}
