using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using VoiceAgent.Sandbox.Keys;
using VoiceAgent.Sandbox.Telnyx;

namespace VoiceAgent.Tests.Sandbox.Telnyx.Dialling;

/// <summary>The simulated Telnyx takes no dial command that the real one would refuse, and tells what becomes of the others.</summary>
[Trait("Kind", "Adapter")]
public sealed class DiallerTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private TelnyxFixture _fixture = null!;

    public async ValueTask InitializeAsync() => _fixture = await TelnyxFixture.StartAsync();

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _fixture.DisposeAsync();
    }

    [Theory]
    [InlineData("connection_id", null, "10004")]
    [InlineData("connection_id", "17", "10015")]
    [InlineData("to", null, "10004")]
    [InlineData("to", "2025550172", "10016")]
    [InlineData("from", "anonymous", "10016")]
    [InlineData("timeout_secs", 4, "10033")]
    [InlineData("time_limit_secs", 20, "10033")]
    [InlineData("timeout_secs", "30", "10015")]
    [InlineData("client_state", "not base64!", "90017")]
    [InlineData("webhook_url", "ftp://example.com", "10003")]
    public async Task A_wrong_field_is_refused(string field, object? value, string code)
    {
        var (status, body) = await DialAsync("+12025550172", order => order[field] = value is null ? null : JsonSerializer.SerializeToNode(value));

        Assert.Equal((422, code), (status, body.GetProperty("errors")[0].GetProperty("code").GetString()));
        Assert.Empty(_fixture.App.Events.All);
    }

    [Theory]
    [InlineData("+12025550101", "user_busy", "486")]
    [InlineData("+12025550103", "call_rejected", "603")]
    [InlineData("+12025550104", "not_found", "404")]
    [InlineData("+12025550105", "call_rejected", "403")]
    public async Task The_last_digits_tell_what_happens(string to, string cause, string sip)
    {
        var (status, answer) = await DialAsync(to);

        Assert.Equal((200, "call", false), (status, answer.GetProperty("data").GetProperty("record_type").GetString(), answer.GetProperty("data").GetProperty("is_alive").GetBoolean()));
        var hungUp = await EventAsync("call.hangup");
        Assert.Equal((cause, sip, "c3RhdGU="), (Text(hungUp, "hangup_cause"), Text(hungUp, "sip_hangup_cause"), Text(hungUp, "client_state")));
        Assert.Equal(("outgoing", "bridging"), (Text(await EventAsync("call.initiated"), "direction"), Text(await EventAsync("call.initiated"), "state")));
        Assert.DoesNotContain(_fixture.App.Events.All, told => FakeApp.Type(told) == "call.answered");
    }

    [Fact]
    public async Task A_number_of_somebody_else_cannot_be_called_from()
    {
        await DialAsync("+12025550172", order => order["from"] = "+12025550999");

        Assert.Equal(("call_rejected", "403"), await EventAsync("call.hangup") is var hungUp ? (Text(hungUp, "hangup_cause"), Text(hungUp, "sip_hangup_cause")) : default);
    }

    [Fact]
    public async Task The_same_command_twice_is_one_call()
    {
        var first = await DialAsync("+12025550102", order => order["command_id"] = "one");
        var second = await DialAsync("+12025550102", order => order["command_id"] = "one");

        Assert.Equal(Id(first.Body), Id(second.Body));
        Assert.Equal(1, _fixture.Telnyx.ActiveCalls);
        Assert.NotEqual(Id(first.Body), Id((await DialAsync("+12025550102", order => order["command_id"] = "two")).Body));
    }

    [Fact]
    public async Task A_call_that_rings_is_cancelled_by_hanging_up_and_cannot_be_answered_by_the_app()
    {
        var id = Id((await DialAsync("+12025550102")).Body);

        Assert.Equal("90102", Code(await CommandAsync(id, "answer")));
        Assert.Equal("90034", Code(await CommandAsync(id, "streaming_start")));
        Assert.Equal(200, (await CommandAsync(id, "hangup")).Status);

        var hungUp = await EventAsync("call.hangup");
        Assert.Equal(("originator_cancel", "487"), (Text(hungUp, "hangup_cause"), Text(hungUp, "sip_hangup_cause")));
    }

    private static string? Code((int Status, JsonElement Body) answer) => answer.Body.GetProperty("errors")[0].GetProperty("code").GetString();

    private static string Id(JsonElement body) => body.GetProperty("data").GetProperty("call_control_id").GetString()!;

    private static string? Text(JsonElement payload, string field) => payload.GetProperty(field).GetString();

    private Task<JsonElement> EventAsync(string type) => _fixture.App.PayloadAsync(type);

    private Task<(int Status, JsonElement Body)> DialAsync(string to, Action<JsonObject>? change = null)
    {
        var order = new JsonObject
        {
            ["connection_id"] = TelnyxSimulator.ConnectionId,
            ["to"] = to,
            ["from"] = TelnyxFixture.Number,
            ["webhook_url"] = _fixture.App.Webhook.AbsoluteUri,
            ["client_state"] = "c3RhdGU=",
            ["timeout_secs"] = 30,
        };
        change?.Invoke(order);
        return PostAsync("telnyx/v2/calls", order);
    }

    private Task<(int Status, JsonElement Body)> CommandAsync(string id, string action) => PostAsync($"telnyx/v2/calls/{Uri.EscapeDataString(id)}/actions/{action}", []);

    private async Task<(int Status, JsonElement Body)> PostAsync(string path, JsonObject body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(_fixture.Sandbox.Address, path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", SandboxKeys.Valid("telnyx"));
        request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement);
    }
}
